// Light or dark: a cookie remembers the choice, so that the server sends the right page at once; without a choice the
// system's preference holds, and is followed when it changes.
(() => {
  const root = document.documentElement;
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  const apply = (theme, chosen) => {
    root.dataset.theme = theme;
    if (chosen) {
      document.getElementById('theme-light').media = theme === 'light' ? 'all' : 'not all';
      document.getElementById('theme-dark').media = theme === 'dark' ? 'all' : 'not all';
      document.cookie = `studio-theme=${theme}; path=/; max-age=31536000; samesite=lax`;
    }
    document.dispatchEvent(new CustomEvent('studio-theme'));
  };
  const chosen = () => /(?:^|; )studio-theme=(light|dark)/.exec(document.cookie)?.[1];

  if (!root.dataset.theme) apply(dark.matches ? 'dark' : 'light', false);
  dark.addEventListener('change', () => { if (!chosen()) apply(dark.matches ? 'dark' : 'light', false); });
  document.addEventListener('click', event => {
    if (event.target.closest?.('[data-theme-toggle]')) apply(root.dataset.theme === 'dark' ? 'light' : 'dark', true);
  });
})();
