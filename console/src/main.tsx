import { render } from 'preact';
import { App } from './app.tsx';
import './design/base.css';
import { startLanguage } from './language/language.ts';
import { rootElement, settings } from './settings.ts';
import './shell/leave-guard.ts';
import { startSession } from './sign-in/session.ts';

if (settings.accent !== null) document.documentElement.style.setProperty('--accent', settings.accent);
const [staysHere] = await Promise.all([startSession(), startLanguage()]);
if (staysHere) render(<App />, rootElement);
