import { built } from '../built.mjs';

const { escapeHtml } = built('notebook/html');

/** The pages that each page leads to. */
const menu = [
  ['index.html', 'Notebooks'],
  ['chat.html', 'Chat'],
  ['methods.html', 'Methods'],
  ['claims.html', 'Claims'],
  ['docs.html', 'Docs'],
];

/** Nothing is loaded from elsewhere; figures carry styles of their own. A program compiled to WebAssembly runs on the page of the chat. */
const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self' blob: data:";

/** A page of the site. */
export const page = ({ title, body, scripts = [], wide = false }) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<title>${escapeHtml(title)} · RaDis workbench</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="site.css">
${scripts.map(([name, kind]) => `<script src="${name}" ${kind}></script>`).join('\n')}
</head>
<body>
<header><nav aria-label="site">${menu.map(([href, name]) => `<a href="${href}">${name}</a>`).join(' ')}</nav></header>
<main${wide ? ' class="wide"' : ''}>
${body}
</main>
</body>
</html>
`;

export { escapeHtml };
