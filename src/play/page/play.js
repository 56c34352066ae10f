// The page to play with λ: choices, pictures, and a talk with all models at once.
/* global Plotly, document, window, location, EventSource, fetch, matchMedia, getComputedStyle, localStorage */
const token = new URLSearchParams(location.search).get('token') ?? '';
const byId = id => document.getElementById(id);

/** Positions of the sliders. */
const positions = {
  lambda: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8],
  rate: [0.0001, 0.0002, 0.0004, 0.0008, 0.0016, 0.0032],
  pairs: [8, 24, 48, 100, 200, 400, 600],
  epochs: [1, 2, 3, 4],
};

const names = { base: 'base', vanilla: 'vanilla', radis: 'RaDis' };
const methodColours = { base: '#777777', vanilla: '#D55E00', radis: '#2a8fd0' };
const curveColours = { 'vanilla fine-tuning': '#D55E00', 'RaDis, λ = 1': '#0072B2', 'RaDis, λ = 0.25': '#4FA8DE' };

let state;
/** Models that were trained on this page, on the plane. */
const dots = [];
let before = [];
let losses = [];
let spoken = {};

const headers = { 'content-type': 'application/json', 'x-token': token };

async function post(path, body = {}) {
  const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error((await response.json()).error);
  return response;
}

const say = text => {
  byId('status').textContent = text;
};

// Choices

const slider = id => byId(id);
const chosen = id => positions[id][Number(slider(id).value)];
const method = () => document.querySelector('input[name=method]:checked').value;
const choices = () => ({
  method: method(),
  lambda: chosen('lambda'),
  learningRate: chosen('rate'),
  pairs: chosen('pairs'),
  epochs: chosen('epochs'),
});

function showValues() {
  for (const id of Object.keys(positions)) byId(`${id}-value`).textContent = chosen(id);
  slider('lambda').disabled = method() === 'vanilla';
  drawPlane();
}

function setUpSliders({ lambda, learningRate, pairs, epochs }) {
  const start = { lambda, rate: learningRate, pairs, epochs };
  for (const [id, list] of Object.entries(positions)) {
    slider(id).max = list.length - 1;
    slider(id).value = Math.max(0, list.indexOf(start[id]));
    slider(id).addEventListener('input', showValues);
    const tell = () => slider(id).setAttribute('aria-valuetext', String(chosen(id)));
    slider(id).addEventListener('input', tell);
    tell();
  }
  for (const radio of document.querySelectorAll('input[name=method]')) radio.addEventListener('change', showValues);
}

// Pictures

const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function layout(more) {
  const axis = { gridcolor: css('--grid'), linecolor: css('--line'), zerolinecolor: css('--line'), automargin: true };
  const { xaxis, yaxis, ...rest } = more;
  return {
    paper_bgcolor: css('--ground'),
    plot_bgcolor: css('--ground'),
    font: { color: css('--text'), size: 14, family: 'system-ui, DejaVu Sans, sans-serif' },
    margin: { l: 52, r: 10, t: 34, b: 44 },
    xaxis: { ...axis, ...xaxis },
    yaxis: { ...axis, ...yaxis },
    ...rest,
  };
}

const config = { displayModeBar: false, responsive: false };

function drawPlane() {
  const { base, curves } = state.plane;
  const rate = chosen('rate');
  const published = Object.entries(curves).map(([name, points]) => ({
    x: [base.bleu, ...points.map(({ bleu }) => bleu)],
    y: [base.general, ...points.map(({ general }) => general)],
    mode: 'lines+markers',
    name,
    line: { color: curveColours[name], width: 2 },
    // The published models at the chosen learning rate are larger: moving a slider shows them at once.
    marker: { size: [6, ...points.map(point => (point.rate === rate ? 13 : 6))], color: curveColours[name] },
    hovertemplate: `${name}: %{x:.0f}, %{y:.0f}<extra></extra>`,
  }));
  const own = dots.map(({ label, bleu, general, method }) => ({
    x: [bleu],
    y: [general],
    mode: 'markers',
    marker: { size: 17, symbol: 'diamond', color: methodColours[method], line: { width: 2, color: css('--text') } },
    name: label,
    hovertemplate: `${label}: %{x:.0f}, %{y:.0f}<extra></extra>`,
  }));
  const star = {
    x: [base.bleu],
    y: [base.general],
    mode: 'markers',
    name: 'base',
    marker: { symbol: 'star', size: 15, color: css('--text') },
    hoverinfo: 'skip',
  };
  const more = {
    title: { text: 'published runs, and yours (◆)', font: { size: 15 } },
    xaxis: { title: { text: 'translation (BLEU)' }, range: [0, 75] },
    yaxis: { title: { text: 'general ability (%)' }, range: [0, 104] },
    legend: { x: 0.01, y: 0.01, bgcolor: 'rgba(0,0,0,0)', font: { size: 12 } },
  };
  Plotly.react('plane', [...published, star, ...own], layout(more), config);
}

function drawLosses() {
  const line = (key, name, dash) => ({
    x: losses.map(({ step }) => step),
    y: losses.map(row => row[key]),
    mode: 'lines',
    name,
    line: { dash, width: 3, color: key === 'translation' ? '#3a9a5f' : '#2a8fd0' },
  });
  const shown = [line('translation', 'translation', 'solid')];
  if (losses.some(({ rationale }) => rationale !== null)) shown.push(line('rationale', 'rationale', 'dot'));
  const more = {
    title: { text: 'loss while it trains (nats a token)', font: { size: 15 } },
    xaxis: { title: { text: 'step' }, rangemode: 'tozero' },
    yaxis: { rangemode: 'tozero' },
    legend: { x: 0.98, xanchor: 'right', y: 0.98 },
    showlegend: true,
  };
  Plotly.react('losses', shown, layout(more), config);
}

// What the training tells

function element(tag, text, className) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function drawWatched(answers) {
  const body = document.querySelector('#watched tbody');
  body.replaceChildren(
    ...state.questions.map((question, i) => {
      const row = document.createElement('tr');
      const now = answers[i] ?? '';
      const isChanged = now !== '' && before[i] !== undefined && now !== before[i];
      const cells = [
        element('td', question),
        element('td', before[i] ?? ''),
        element('td', now, isChanged ? 'changed' : ''),
      ];
      if (isChanged) cells[2].title = 'has changed';
      row.append(...cells);
      return row;
    }),
  );
}

const named = ({ method, lambda, learningRate, pairs }) =>
  `${names[method]}${method === 'radis' ? `, λ = ${lambda}` : ''}, rate ${learningRate}, ${pairs} texts`;

function training(isOn) {
  byId('train').disabled = isOn;
  byId('stop').disabled = !isOn;
}

const onEvent = {
  started({ choices }) {
    training(true);
    losses = [];
    before = [];
    say(`Training ${named(choices)} …`);
    drawLosses();
  },
  progress({ stage, share }) {
    byId('progress').value = share;
    if (stage !== 'training') say(`${stage} …`);
  },
  look(event) {
    if (event.step === 0 || before.length === 0) before = event.answers;
    losses = event.losses;
    say(`Step ${event.step} of ${event.steps}`);
    drawLosses();
    drawWatched(event.answers);
  },
  done({ choices, bleu, general, seconds }) {
    training(false);
    byId('progress').value = 1;
    dots.push({ label: named(choices), bleu, general, method: choices.method });
    say(`${named(choices)}: trained in ${seconds.toFixed(0)} s. Ask it something.`);
    byId('place').textContent =
      `BLEU ${bleu.toFixed(0)}, general ability ${general.toFixed(0)} %. One run: some points are chance.`;
    if (!state.models.includes(choices.method)) state.models.push(choices.method);
    drawPlane();
    drawAnswers();
  },
  failed({ message }) {
    training(false);
    say(`It failed: ${message}`);
  },
  stopped() {
    training(false);
    say('Stopped. Train again to go on from there.');
  },
};

// The talk

const shade = (token, by) => {
  // Of a probability what is missing; of a distance so many nats are all.
  const share = by === 'probability' ? 1 - token.probability : Math.min(1, Math.max(0, token.farther) / 4);
  return by === 'probability'
    ? `rgba(240, 180, 40, ${(0.65 * share).toFixed(2)})`
    : `rgba(204, 121, 167, ${(0.75 * share).toFixed(2)})`;
};

function drawAnswers() {
  const by = document.querySelector('input[name=colour]:checked').value;
  const cards = Object.keys(names).map(name => {
    const card = element('div', '', 'answer');
    card.style.setProperty('--method', methodColours[name]);
    card.append(element('h3', names[name]));
    const { text = '', tokens } = spoken[name] ?? {};
    const body = document.createElement('p');
    if (!state.models.includes(name)) body.textContent = `not trained yet: choose ${names[name]}, and train`;
    else if (tokens === undefined || by === 'none') body.textContent = text;
    else
      body.append(
        ...tokens.map(token => {
          const span = element('span', token.text);
          span.style.backgroundColor = shade(token, by);
          span.title = `${(100 * token.probability).toFixed(0)} %; ${token.farther.toFixed(1)} nats from the base`;
          return span;
        }),
      );
    card.append(body);
    return card;
  });
  byId('answers').replaceChildren(...cards);
}

async function ask(message) {
  spoken = {};
  drawAnswers();
  const response = await post('/api/ask', { message });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const parts = (rest + value).split('\n\n');
    rest = parts.pop();
    for (const part of parts) {
      const { name, error, ...said } = JSON.parse(part.replace(/^data: /, ''));
      if (error) throw new Error(error);
      spoken[name] = said;
    }
    drawAnswers();
  }
}

// Light and dark

function setTheme(theme) {
  document.documentElement.dataset.theme = theme;
  byId('theme').textContent = theme === 'dark' ? 'Light' : 'Dark';
  if (state) {
    drawPlane();
    drawLosses();
  }
}

const toggleTheme = () => setTheme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark');

// All together

const failing = work => async event => {
  event?.preventDefault?.();
  try {
    await work(event);
  } catch (error) {
    say(error.message);
  }
};

byId('form').addEventListener(
  'submit',
  failing(() => post('/api/train', choices())),
);
byId('stop').addEventListener(
  'click',
  failing(() => post('/api/stop')),
);
byId('ask').addEventListener(
  'submit',
  failing(() => ask(byId('message').value)),
);
byId('theme').addEventListener('click', toggleTheme);
for (const radio of document.querySelectorAll('input[name=colour]')) radio.addEventListener('change', drawAnswers);

const keys = {
  t: () => byId('form').requestSubmit(),
  s: () => byId('stop').click(),
  '/': () => byId('message').select(),
  c: () => {
    const all = [...document.querySelectorAll('input[name=colour]')];
    all[(all.findIndex(({ checked }) => checked) + 1) % all.length].checked = true;
    drawAnswers();
  },
  d: toggleTheme,
};
window.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches('#message')) return;
  const press = keys[event.key.toLowerCase()];
  if (press === undefined) return;
  event.preventDefault();
  press();
});

async function open() {
  const response = await fetch('/api/state', { headers });
  if (!response.ok) throw new Error((await response.json()).error);
  state = await response.json();
  byId('model').textContent = `${state.model.model}, ${state.model.parameters} parameters`;
  setUpSliders(state.defaults);
  setTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light');
  showValues();
  drawWatched([]);
  drawAnswers();
  training(state.isTraining);
  const events = new EventSource(`/api/events?token=${encodeURIComponent(token)}`);
  events.onmessage = ({ data }) => {
    const event = JSON.parse(data);
    onEvent[event.type]?.(event);
  };
  document.body.dataset.ready = 'yes';
}

open().catch(error => say(error.message));
