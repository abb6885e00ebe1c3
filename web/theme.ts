/** Light, dark, or as the system says; kept on this device. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
const KEPT = 'theme';

export const themeNow = (): Theme => THEMES.find((t) => t === localStorage.getItem(KEPT)) ?? 'auto';

export function setTheme(theme: Theme): void {
  if (theme === 'auto') localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, theme);
  if (theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
