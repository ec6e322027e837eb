// Behaviour of the frame that must not depend on a connection: preferences, ages, copying, shortcuts, reconnecting.
(() => {
  const root = document.documentElement;
  const year = 31536000;
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const setCookie = (name, value) => { document.cookie = `${name}=${encodeURIComponent(value)}; Path=/; Max-Age=${year}; SameSite=Lax${secure}`; };

  // Preferences
  const stored = key => { try { return localStorage.getItem(key); } catch { return null; } };
  const store = (key, value) => { try { localStorage.setItem(key, value); } catch { /* private mode: for this page only */ } };
  const shortcuts = () => stored('posture-shortcuts') !== 'off';
  const markChoices = () => {
    for (const b of document.querySelectorAll('[data-theme-set]')) b.setAttribute('aria-pressed', String(b.dataset.themeSet === root.dataset.themeChoice));
    for (const b of document.querySelectorAll('[data-shortcuts-set]')) b.setAttribute('aria-pressed', String((b.dataset.shortcutsSet === 'on') === shortcuts()));
  };

  // Copying: confirmed in words; without clipboard permission the text is selected instead.
  const copy = async button => {
    const source = document.getElementById(button.dataset.copyFrom);
    const text = button.dataset.copy ?? source?.innerText ?? '';
    const say = word => {
      const out = button.querySelector('[data-copy-word]');
      out.textContent = button.dataset[word];
      setTimeout(() => { out.textContent = button.dataset.copyIdle; }, 2500);
    };
    try {
      await navigator.clipboard.writeText(text);
      say('copyDone');
    } catch {
      if (source) { getSelection().selectAllChildren(source); say('copySelected'); }
      else prompt(button.dataset.copySelected, text);
    }
  };

  document.addEventListener('click', event => {
    const target = event.target.closest('[data-culture],[data-theme-set],[data-shortcuts-set],[data-copy],[data-copy-from],[data-skip],[data-reconnect],#rail a');
    if (!target) return;
    if (target.dataset.culture) {
      setCookie('.AspNetCore.Culture', `c=${target.dataset.culture}|uic=${target.dataset.culture}`);
      location.reload();
    } else if (target.dataset.themeSet) {
      setCookie('posture-theme', target.dataset.themeSet);
      window.postureTheme(target.dataset.themeSet);
      markChoices();
    } else if (target.dataset.shortcutsSet) {
      store('posture-shortcuts', target.dataset.shortcutsSet);
      markChoices();
    } else if ('copyIdle' in target.dataset) {
      copy(target);
    } else if ('skip' in target.dataset) {
      event.preventDefault();
      document.getElementById('main').focus();
    } else if (target.dataset.reconnect) {
      target.dataset.reconnect === 'retry' ? retry() : location.reload();
    } else if (target.closest('#rail:popover-open')) {
      document.getElementById('rail').hidePopover();
    }
  });
  document.addEventListener('toggle', event => { if (event.target.id === 'preferences') markChoices(); }, true);
  document.addEventListener('keydown', event => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || !shortcuts()) return;
    if (event.target.closest('input,textarea,select,[contenteditable]')) return;
    const search = document.getElementById('search-text');
    if (search) { event.preventDefault(); search.focus(); search.select(); }
  });

  // Ages and times: words by the page's language, in the viewer's zone, without server traffic.
  const lang = () => root.lang || 'en';
  const pad = n => String(n).padStart(2, '0');
  const zone = date => new Intl.DateTimeFormat(lang(), { timeZoneName: 'short' }).formatToParts(date).find(p => p.type === 'timeZoneName')?.value ?? '';
  const absolute = date => `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())} ${pad(date.getHours())}:${pad(date.getMinutes())}`;
  const relative = (date, words) => {
    const s = Math.max(0, Math.round((Date.now() - date) / 1000));
    const [key, n] = s < 5 ? ['now', 0] : s < 60 ? ['s', s] : s < 3600 ? ['m', Math.floor(s / 60)] : s < 86400 ? ['h', Math.floor(s / 3600)] : ['d', Math.floor(s / 86400)];
    return words[key].replace('{0}', n);
  };
  const words = () => JSON.parse(document.querySelector('[data-age-words]')?.dataset.ageWords ?? 'null');
  const setText = (element, text) => {
    const node = [...element.childNodes].find(n => n.nodeType === Node.TEXT_NODE);
    if (node && node.data !== text) node.data = text;
  };
  const tick = () => {
    if (document.hidden) return;
    const vocabulary = words();
    for (const element of document.querySelectorAll('time[data-age]')) {
      const date = new Date(element.dateTime);
      if (isNaN(date)) continue;
      const full = `${absolute(date)} ${zone(date)}`;
      if (element.title !== full) element.title = full;
      setText(element, element.dataset.age === 'absolute' || !vocabulary || Date.now() - date > 7 * 86400000 ? absolute(date) : relative(date, vocabulary));
    }
  };
  setInterval(tick, 1000);
  document.addEventListener('visibilitychange', tick);

  // Connection: a mark at once, the dialog after three seconds, reload when the circuit is gone for good.
  const dialog = document.getElementById('components-reconnect-modal');
  let patience = null;
  const lost = on => {
    root.dataset.connection = on ? 'lost' : 'ok';
    clearTimeout(patience);
    patience = on ? setTimeout(() => { if (!dialog.open) dialog.show(); }, 3000) : null;
    if (!on && dialog.open) dialog.close();
  };
  const retry = async () => {
    try {
      if (await Blazor.reconnect() || await Blazor.resumeCircuit()) lost(false);
      else location.reload();
    } catch { /* the server is still away; the dialog stays */ }
  };
  dialog.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    if (state === 'show' || state === 'retrying') { if (root.dataset.connection !== 'lost') lost(true); }
    else if (state === 'hide') lost(false);
    else if (state === 'rejected' || state === 'resume-failed') location.reload();
    else if (state === 'failed' && !dialog.open) dialog.show();
  });

  // A circuit can be dead while the page looks alive (long sleep): ask for an echo; two silences mean reload.
  let misses = 0;
  const echo = async () => {
    if (document.hidden || root.dataset.connection === 'lost' || !document.querySelector('[data-interactive]')) return;
    const answer = await Promise.race([DotNet.invokeMethodAsync('Posture.Dashboard', 'Echo').catch(() => false), new Promise(r => setTimeout(r, 8000, false))]);
    misses = answer ? 0 : misses + 1;
    if (misses >= 2 && root.dataset.connection !== 'lost') location.reload();
  };
  setInterval(echo, 20000);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) echo(); });

  Blazor.start({
    circuit: { reconnectionOptions: { maxRetries: 100000, retryIntervalMilliseconds: attempt => Math.min(5000, 250 * 2 ** Math.min(attempt, 8)) } },
  }).then(() => { markChoices(); tick(); });
})();
