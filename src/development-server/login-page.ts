import { developmentUsers } from './development-identities.js';

/** Headers of the pages; the policy allows their inline style only. */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
} as const;

/** Returns the page for choosing a user. Each button posts to `<action>/<email>`, Cancel to `<action>`. */
export function loginPage(action: string, clientName: string): string {
  const users = developmentUsers.map(
    ({ id, description }) => `
      <li><button formaction="${escapeHtml(`${action}/${encodeURIComponent(id)}`)}">
        <strong>${escapeHtml(id)}</strong><span>${escapeHtml(description)}</span></button></li>`,
  );
  return page(
    'Sign in for development',
    `<p class="notice"><strong>For development only.</strong> No password is asked: this server takes everybody for
      whomever they say they are, and runs only where no real authorisation server is set up.</p>
    <p id="question">${escapeHtml(clientName)} wants to act for a user of the directory. Sign in as:</p>
    <form method="post" action="${escapeHtml(action)}">
      <ul aria-labelledby="question">${users.join('')}
      </ul>
      <button class="quiet">Cancel</button>
    </form>`,
  );
}

/** Returns a page with one message. */
export function messagePage(title: string, message: string): string {
  return page(
    title,
    `<p>${escapeHtml(message)}</p>\n    <p>Go back to where you came from and start again.</p>`,
  );
}

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>${escapeHtml(title)} – development authorisation server</title>
  <style>${style}</style>
</head>
<body>
  <main>
    <h1>${escapeHtml(title)}</h1>
    ${content}
  </main>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character);
}

const style = `
  :root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
  body { margin: 0; padding: 2rem 1rem; background: light-dark(#f4f5f7, #16181d); color: light-dark(#1b1f24, #e8eaed); }
  main { max-width: 34rem; margin: 0 auto; padding: 1.5rem 2rem 2rem; border-radius: .5rem;
    background: light-dark(#fff, #20242b); border: 1px solid light-dark(#c9ced6, #3b424d); }
  h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; }
  .notice { padding: .75rem 1rem; border-left: .3rem solid #b35900; background: light-dark(#fff4e5, #35291a); }
  ul { list-style: none; margin: 0 0 1rem; padding: 0; }
  li { margin: 0 0 .75rem; }
  button { width: 100%; padding: .75rem 1rem; font: inherit; text-align: left; cursor: pointer; border-radius: .375rem;
    color: #fff; background: #1a4f8b; border: 1px solid #1a4f8b; }
  button:hover { background: #123a68; }
  button:focus-visible { outline: .2rem solid light-dark(#b35900, #ffb454); outline-offset: .15rem; }
  button strong, button span { display: block; overflow-wrap: anywhere; }
  button.quiet { width: auto; color: inherit; background: none; border-color: light-dark(#6b7480, #8b95a3); }
  button.quiet:hover { background: light-dark(#eceef1, #2c323b); }
`;
