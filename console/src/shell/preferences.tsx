import { languageName } from '../language/format.ts';
import { chooseLanguage, locales, t } from '../language/language.ts';
import { locale } from '../language/locale.ts';
import { SelectField } from '../design/select-field.tsx';
import { chooseTheme, theme, themes } from './theme.ts';

/** The choice of language and theme. */
export function Preferences() {
  const { shell } = t();
  const names = { system: shell.themeSystem, light: shell.themeLight, dark: shell.themeDark };
  return (
    <>
      <SelectField
        label={shell.language}
        value={locale.value}
        options={locales.map((value) => ({ value, label: languageName(value) }))}
        onChange={(next) => {
          void chooseLanguage(next);
        }}
      />
      <SelectField
        label={shell.theme}
        value={theme.value}
        options={themes.map((value) => ({ value, label: names[value] }))}
        onChange={(next) => {
          chooseTheme(themes.find((one) => one === next) ?? 'system');
        }}
      />
    </>
  );
}
