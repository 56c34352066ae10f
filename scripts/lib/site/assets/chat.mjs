// TinyChat in the browser: transformers.js runs it from files of this site, on WebGPU where there is one, else in WebAssembly.
/* global document, location, fetch, navigator */
import { AutoModelForCausalLM, AutoTokenizer, env, TextStreamer } from './transformers.js';

env.allowRemoteModels = false;
env.allowLocalModels = true;
env.localModelPath = new URL('models/', location.href).pathname;
env.useBrowserCache = false;
env.backends.onnx.wasm.wasmPaths = new URL('ort/', location.href).href;
env.backends.onnx.wasm.numThreads = 1;

const byId = id => document.getElementById(id);
const say = text => {
  byId('status').textContent = text;
};
const colours = { base: '#777777', vanilla: '#D55E00', radis: '#0072B2' };
const opened = new Map();
let models;
let answering = false;

/** WebGPU where the browser has it and it works, else WebAssembly. */
async function openModel(name) {
  const on = device => AutoModelForCausalLM.from_pretrained(name, { dtype: 'fp32', device });
  const adapter = await navigator.gpu?.requestAdapter().catch(() => null);
  return adapter ? on('webgpu').catch(() => on('wasm')) : on('wasm');
}

const open = name => {
  if (!opened.has(name)) opened.set(name, Promise.all([AutoTokenizer.from_pretrained(name), openModel(name)]));
  return opened.get(name);
};

/** The models that answer: the base, vanilla, and RaDis with the chosen λ. */
function chosen() {
  const radis = models.filter(({ lambda }) => lambda > 0);
  const at = radis[Number(byId('lambda').value)];
  return [...models.filter(({ lambda }) => !(lambda > 0)), ...(at ? [at] : [])];
}

function cards() {
  const made = chosen().map(({ title, method }) => {
    const card = document.createElement('section');
    card.className = 'answer';
    card.style.setProperty('--method', colours[method]);
    const head = document.createElement('h2');
    head.textContent = title;
    card.append(head, document.createElement('p'));
    return card;
  });
  byId('answers').replaceChildren(...made);
  return made.map(card => card.querySelector('p'));
}

async function answer(name, message, place) {
  const [tokenizer, model] = await open(name);
  const inputs = tokenizer.apply_chat_template([{ role: 'user', content: message }], {
    add_generation_prompt: true,
    return_dict: true,
  });
  const streamer = new TextStreamer(tokenizer, {
    skip_prompt: true,
    skip_special_tokens: true,
    callback_function: text => {
      place.textContent += text;
    },
  });
  await model.generate({ ...inputs, max_new_tokens: 128, do_sample: false, streamer });
  place.textContent = place.textContent.trim();
}

async function askAll() {
  if (answering) return;
  answering = true;
  const message = byId('message').value.replace('German: ', 'German:\n').trim();
  const places = cards();
  try {
    for (const [i, { name, title }] of chosen().entries()) {
      say(`${title} …`);
      await answer(name, message, places[i]);
    }
    say('');
  } catch (error) {
    say(
      `It cannot run here: ${error.message}. The page needs WebAssembly, and to come from a web server (npm run site -- --serve).`,
    );
  }
  answering = false;
}

async function start() {
  models = await (await fetch('models/models.json')).json();
  const radis = models.filter(({ lambda }) => lambda > 0);
  if (radis.length > 0) {
    byId('slider').hidden = false;
    byId('lambda').max = radis.length - 1;
    byId('lambda').value = radis.findIndex(({ lambda }) => lambda === 1);
    const show = () => {
      byId('lambda-value').textContent = radis[Number(byId('lambda').value)].lambda;
    };
    byId('lambda').addEventListener('input', show);
    byId('lambda').addEventListener('change', askAll);
    show();
  }
  cards();
  await open(models[0].name);
  say('Ready.');
  document.querySelector('#ask button').disabled = false;
  byId('ask').addEventListener('submit', event => {
    event.preventDefault();
    askAll();
  });
  for (const button of document.querySelectorAll('.tries button'))
    button.addEventListener('click', () => {
      byId('message').value = button.textContent;
      askAll();
    });
  document.body.dataset.ready = 'yes';
}

start().catch(error =>
  say(
    `The models cannot be opened: ${error.message}. This page must come from a web server (npm run site -- --serve).`,
  ),
);
