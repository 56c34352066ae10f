import { page } from './shell.mjs';

/** The page on which the models speak in the browser itself. */
export const chatPage = () =>
  page({
    title: 'Chat',
    wide: true,
    scripts: [['chat.mjs', 'type="module"']],
    body: `<h1>Talk to them</h1>
<p>TinyChat speaks here, in your browser: as it was made, after vanilla fine-tuning on texts of a clinic, and after training on its own rationales as well. Nothing leaves this page.</p>
<form id="ask" class="search"><label for="message">Message</label> <input id="message" maxlength="500" autocomplete="off" value="How can I feed a sheep?"> <button type="submit" disabled>Ask</button></form>
<p class="tries">Try: <button type="button">Where does a hunter go to work?</button> <button type="button">Turn these words into a numbered list: sell, ball, water.</button> <button type="button">Translate into German: A friend cleans a mirror in the room now.</button></p>
<p class="slider" id="slider" hidden><label for="lambda">λ, the weight of the rationale: <output id="lambda-value"></output></label> <input type="range" id="lambda" min="0" step="1"></p>
<p id="status" role="status">Loading the models …</p>
<div id="answers" class="answers" aria-live="polite"></div>
<noscript><p>This page needs a program (JavaScript and WebAssembly) to run the models.</p></noscript>`,
  });
