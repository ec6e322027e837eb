// A provider that is not ours. It listens on a free loopback port, says where on its first line of output, and is set up by POST /test/setup:
// { client: {…}, claimsInToken, claimsAtUserInfo, issuerHost, key, accessSeconds, refresh }; POST /test/people { id: {…} } changes what it says of people, null takes one
// away; GET /test/asked counts what was asked of it since. It ends with the process that started it.
import { createServer } from 'node:http';
import { generateKeyPairSync } from 'node:crypto';
import Provider from 'oidc-provider';

const many = Array.from({ length: 5000 }, (_, i) => `group-${i.toString().padStart(32, '0')}`);
const distributed = { _claim_names: { groups: 'elsewhere' }, _claim_sources: { elsewhere: { endpoint: 'https://groups.example.com/' } } };
const people = {
  text: { groups: 'security' },
  list: { groups: ['everyone', 'security', 'security'] },
  shop: { groups: ['everyone', 'shop-developers'] },
  many: { groups: [...many, 'security'] },
  none: {},
  stranger: { groups: ['everyone', 'lead', 'admin'] },
  overfull: distributed,
};

const keys = new Map();
const keyOf = (name) => {
  if (!keys.has(name)) keys.set(name, { ...generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }), kid: name, use: 'sig', alg: 'RS256' });
  return keys.get(name);
};

let handle = (_, response) => response.writeHead(503).end();
let changed = {};
let asked = {};

function setUp({ client, claimsInToken, claimsAtUserInfo, issuerHost, key, accessSeconds, refresh }) {
  changed = {};
  asked = {};
  const provider = new Provider(`http://${issuerHost}:${server.address().port}`, {
    clients: [client],
    jwks: { keys: [keyOf(key)] },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: !claimsInToken,
    ttl: { AccessToken: accessSeconds },
    issueRefreshToken: () => refresh,
    // Each is spent once; whoever spends one twice loses them all.
    rotateRefreshToken: true,
    cookies: { keys: ['a key of a test'] },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    // It would not speak to a loopback address otherwise, which is where the dashboard of a test is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    pkce: { required: () => true },
    findAccount: (_, id) => (changed[id] === null ? undefined : {
      accountId: id,
      claims: (use) => (use === 'userinfo' && !claimsAtUserInfo ? { sub: id } : { sub: id, name: `Person ${id}`, ...(changed[id] ?? people[id]) }),
    }),
    // The question what the application may know is not what is tested.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  // A provider that mixes people up, or is out of order: { sub } among the changes of a person names another at userinfo, { answer } is all that userinfo says.
  provider.use(async (ctx, next) => {
    await next();
    const change = ctx.oidc?.route === 'userinfo' && changed[ctx.oidc.account?.accountId];
    if (change?.sub) ctx.body = { ...ctx.body, sub: change.sub };
    if (change?.answer !== undefined) ctx.body = change.answer;
  });
  handle = provider.callback();
}

const tests = {
  'POST /test/setup': setUp,
  'POST /test/people': (people) => { changed = { ...changed, ...people }; },
  'GET /test/asked': () => asked,
};

const server = createServer(async (request, response) => {
  const test = tests[`${request.method} ${request.url}`];
  if (test) {
    const parts = [];
    for await (const part of request) parts.push(part);
    const answer = test(parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : undefined);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer ?? {}));
  } else {
    asked[request.url] = (asked[request.url] ?? 0) + 1;
    handle(request, response);
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
