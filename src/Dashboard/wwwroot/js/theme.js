// Runs before the first paint: the only thing the server cannot know is what "system" means here.
(() => {
  const root = document.documentElement;
  const media = matchMedia('(prefers-color-scheme: dark)');
  const resolve = () => {
    const choice = root.dataset.themeChoice;
    root.dataset.theme = choice === 'dark' || (choice === 'system' && media.matches) ? 'dark' : 'light';
  };
  media.addEventListener('change', resolve);
  window.postureTheme = choice => { root.dataset.themeChoice = choice; resolve(); };
  resolve();
})();
