// A provider that is not ours. It listens on a free loopback port, says where on its first line of output, and is set up by POST /test/setup:
// { client: {…}, claimsInToken, issuerHost, key }. It ends with the process that started it.
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

function setUp({ client, claimsInToken = false, issuerHost = '127.0.0.1', key = 'first' }) {
  const provider = new Provider(`http://${issuerHost}:${server.address().port}`, {
    clients: [client],
    jwks: { keys: [keyOf(key)] },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: !claimsInToken,
    cookies: { keys: ['a key of a test'] },
    features: { devInteractions: { enabled: true }, backchannelLogout: { enabled: true } },
    // It would not speak to a loopback address otherwise, which is where the dashboard of a test is.
    fetch: (url, { dispatcher, ...options }) => fetch(url, options),
    pkce: { required: () => true },
    findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, name: `Person ${id}`, ...people[id] }) }),
    // The question what the application may know is not what is tested.
    async loadExistingGrant(ctx) {
      const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
      grant.addOIDCScope('openid profile');
      await grant.save();
      return grant;
    },
  });
  handle = provider.callback();
}

const server = createServer(async (request, response) => {
  if (request.method === 'POST' && request.url === '/test/setup') {
    const parts = [];
    for await (const part of request) parts.push(part);
    setUp(JSON.parse(Buffer.concat(parts).toString()));
    response.writeHead(204).end();
  } else {
    handle(request, response);
  }
});
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
