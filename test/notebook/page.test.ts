import { JSDOM } from 'jsdom';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: the scripts are plain JavaScript
import { notebookHtml } from '../../scripts/lib/html.mjs';

/** What a model might write, and nobody should run. */
const hostile = '</pre></script><script>window.run = 1</script><img src=x onerror="window.run = 2"> & \'more\'';

type Output = { output_type: string } & Record<string, unknown>;
const prose = (source: string | string[]) => ({ cell_type: 'markdown', metadata: {}, source });
const code = (outputs: Output[], source: string | string[] = '1 + 1') => ({
  cell_type: 'code',
  metadata: {},
  source,
  outputs,
  execution_count: 1,
});
const shown = (data: Record<string, unknown>): Output => ({ output_type: 'display_data', metadata: {}, data });

const page = (cells: object[], title = 'a notebook'): string =>
  notebookHtml({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, title);
/** The page as a browser reads it; its scripts are not run. */
const read = (html: string) => new JSDOM(html).window.document;
const texts = (document: Document, selector: string) =>
  [...document.querySelectorAll(selector)].map(e => e.textContent);

describe('a text is shown as it is', () => {
  it.each([
    { name: 'of a stream', output: { output_type: 'stream', name: 'stdout', text: hostile }, at: 'pre.stream' },
    { name: 'of a stream in lines', output: { output_type: 'stream', name: 'stdout', text: ['', hostile] }, at: 'pre' },
    { name: 'of the error stream', output: { output_type: 'stream', name: 'stderr', text: hostile }, at: 'pre.stderr' },
    { name: 'of an output', output: shown({ 'text/plain': hostile }), at: 'pre' },
    {
      name: 'of a result',
      output: { ...shown({ 'text/plain': [hostile] }), output_type: 'execute_result' },
      at: 'pre',
    },
    {
      name: 'of an error',
      output: { output_type: 'error', ename: 'Error', evalue: hostile, traceback: [hostile] },
      at: 'pre.stderr',
    },
  ])('$name', ({ output, at }) => {
    const document = read(page([code([output])]));
    expect(texts(document, `section > ${at}`)).toEqual([hostile]);
    expect(document.querySelectorAll('script, img')).toHaveLength(0);
  });

  it('of the code, and of the title', () => {
    const document = read(page([code([], ['const a = 1;\n', hostile])], hostile));
    expect(texts(document, 'pre code')).toEqual([`const a = 1;\n${hostile}`]);
    expect(document.title).toBe(hostile);
    expect(document.querySelectorAll('script, img')).toHaveLength(0);
  });

  it('over the lines of a traceback', () => {
    const error = { output_type: 'error', ename: 'Error', evalue: 'no', traceback: ['Error: no', '  at <cell>:1:1'] };
    expect(texts(read(page([code([error])])), 'pre.stderr')).toEqual(['Error: no\n  at <cell>:1:1']);
  });
});

describe('an output in several forms', () => {
  const html = '<table><tr><td>96.2</td></tr></table>';
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="4"><text>loss</text></svg>';

  it('is shown as HTML rather than as text', () => {
    const document = read(page([code([shown({ 'text/html': html, 'text/plain': 'plain' })])]));
    expect(texts(document, '.html td')).toEqual(['96.2']);
    expect(document.body.textContent).not.toContain('plain');
  });

  it('is shown as a picture rather than as text', () => {
    const document = read(page([code([shown({ 'image/svg+xml': svg, 'text/plain': 'plain' })])]));
    expect(texts(document, 'svg text')).toEqual(['loss']);
    expect(document.body.textContent).not.toContain('plain');
  });
});

describe('an interactive figure', () => {
  const figure = {
    data: [{ x: [1, 2], y: [3, 4], name: hostile, text: ['<!-- <script>', '</SCRIPT >', '\u2028 $& $1'] }],
    layout: { title: { text: hostile } },
  };
  const output = (picture = '<svg></svg>') =>
    shown({ 'application/vnd.plotly.v1+json': figure, 'image/svg+xml': picture, 'text/plain': 'title' });
  const html = page([prose('# Before'), code([output()]), code([output(), output()]), prose('# After')]);
  const document = read(html);
  const scripts = texts(document, 'body script');

  it('is given to Plotly as it is: none of its texts ends the script', () => {
    expect(document.querySelectorAll('body img')).toHaveLength(0);
    expect(scripts).toHaveLength(3);
    const drawn: unknown[][] = [];
    for (const script of scripts)
      new Function('Plotly', script as string)({ newPlot: (...given: unknown[]) => drawn.push(given) });
    expect(drawn.map(([, data, layout]) => ({ data, layout }))).toEqual([figure, figure, figure]);
  });

  it('has a place of its own', () => {
    const places = [...document.querySelectorAll('main .figure')].map(({ id }) => id);
    expect(new Set(places).size).toBe(3);
    places.forEach((id, i) => {
      expect(scripts[i]).toContain(`"${id}"`);
    });
  });

  it('comes with the library, which the page holds once and whole, and with the prose around it', () => {
    const [library, ...others] = texts(document, 'head script');
    expect(others).toEqual([]);
    expect(library).toContain('newPlot');
    expect(() => new Function(library as string)).not.toThrow();
    expect(texts(document, 'main h1')).toEqual(['Before', 'After']);
  });

  it('is a picture where no script runs', () => {
    expect(html).toContain('<noscript><svg></svg></noscript>');
  });

  it('is what the library is for: a page without one does without it', () => {
    expect(read(page([code([shown({ 'text/plain': '2' })])])).querySelectorAll('script')).toHaveLength(0);
  });
});

describe('prose', () => {
  it('becomes HTML', () => {
    const document = read(page([prose(['## What\n', '\n', 'It **is** `code`.\n\n| a | b |\n|---|---|\n| 1 | 2 |'])]));
    expect(texts(document, '.prose h2')).toEqual(['What']);
    expect(texts(document, '.prose strong, .prose code')).toEqual(['is', 'code']);
    expect(texts(document, '.prose td')).toEqual(['1', '2']);
  });

  it('has its formulas in MathML, in the line and on lines of their own', () => {
    const document = read(
      page([prose('The weight $\\lambda_r$ of $r$ in\n\n$$\nL = \\frac{a}{b}\n$$\n\nas it stands.')]),
    );
    const formulas = [...document.querySelectorAll('.prose math')];
    expect(formulas).toHaveLength(3);
    expect(formulas.map(formula => formula.getAttribute('display'))).toEqual([null, null, 'block']);
    expect(formulas[0]!.querySelector('msub')).not.toBeNull();
    expect(formulas[2]!.querySelector('mfrac')).not.toBeNull();
    expect(formulas[0]!.namespaceURI).toBe('http://www.w3.org/1998/Math/MathML');
    expect(document.querySelector('.prose')!.textContent).not.toContain('$');
  });

  it('keeps Markdown out of its formulas', () => {
    const document = read(page([prose('$a_i * b_i * c_i < d$ and $x_1$')]));
    expect(document.querySelectorAll('.prose math')).toHaveLength(2);
    expect(document.querySelectorAll('.prose em')).toHaveLength(0);
    expect(document.querySelector('annotation')!.textContent).toBe('a_i * b_i * c_i < d');
  });

  it('with a formula that is wrong shows it as it was written', () => {
    const document = read(page([prose('$\\frac{a$ and $\\unknown<b>$')]));
    expect(document.body.textContent).toContain('\\frac{a');
    expect(document.querySelectorAll('main b')).toHaveLength(0);
  });
});

describe('the page', () => {
  const all = page(
    [
      prose('# All\n\nWith $x^2$ and\n\n$$y$$'),
      code([
        { output_type: 'stream', name: 'stdout', text: 'https://example.org/a.js' },
        shown({ 'text/html': '<table><tr><td>1</td></tr></table>', 'text/plain': '1' }),
        shown({
          'application/vnd.plotly.v1+json': { data: [], layout: {} },
          'image/svg+xml': '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        }),
      ]),
      { cell_type: 'raw', metadata: {}, source: 'not shown' },
    ],
    'all',
  );
  const document = read(all);

  it('refers to no outside address', () => {
    const addresses = [...document.querySelectorAll('*')].flatMap(element =>
      ['src', 'href', 'xlink:href', 'srcset', 'data', 'action', 'poster'].map(name => element.getAttribute(name)),
    );
    expect(addresses.filter(address => address !== null && !address.startsWith('#'))).toEqual([]);
    // Again in the text, which holds what stands in noscript; the library is left out: its strings are not loaded.
    const written = all.replace(texts(document, 'head script')[0] as string, '');
    expect(written.length).toBeLessThan(20_000);
    expect(written).not.toMatch(/(?:src|href)\s*=\s*["']?\s*(?:https?:)?\/\//i);
    expect(written).not.toMatch(/@import|url\(|<link|<base|<iframe/i);
  });

  it('is one document in UTF-8, with its cells in order', () => {
    expect(all).toMatch(/^<!doctype html>/);
    expect(document.characterSet).toBe('UTF-8');
    expect(document.querySelector('meta[charset]')?.getAttribute('charset')).toBe('utf-8');
    expect([...document.querySelectorAll('main > section')].map(section => section.className)).toEqual(['prose', '']);
    expect(document.body.textContent).not.toContain('not shown');
  });

  it('of a notebook without cells is empty', () => {
    expect(read(page([])).querySelector('main')!.textContent).toBe('');
  });
});

describe('a page shows what Jupyter shows', () => {
  const png = 'iVBORw0KGgo=';
  const bare = (cells: object[]) => notebookHtml({ cells }, 't') as string;
  const output = (data: object) =>
    bare([{ cell_type: 'code', source: '', outputs: [{ output_type: 'display_data', data }] }]);

  it('pictures that were pasted into prose, and pictures as outputs', () => {
    const pasted = {
      cell_type: 'markdown',
      source: '![x](attachment:a%20b.png) ![y](attachment:y.jpeg)',
      attachments: { 'a b.png': { 'image/png': png }, 'y.jpeg': { 'image/jpeg': [png] } },
    };
    const html = bare([pasted]);
    expect(html).toContain(`src="data:image/png;base64,${png}"`);
    expect(html).toContain(`src="data:image/jpeg;base64,${png}"`);
    expect(output({ 'image/png': `${png}\n`, 'text/plain': '<Figure>' })).toContain(
      `<img alt="&lt;Figure&gt;" src="data:image/png;base64,${png}">`,
    );
    expect(output({ 'image/jpeg': png })).toContain(`src="data:image/jpeg;base64,${png}"`);
    expect(output({ 'image/png': '" onerror="alert(1)' })).toContain('src=""');
  });

  it('markdown, formulas, JSON and text, each in its form', () => {
    expect(output({ 'text/markdown': ['**bold**', ' _thin_'] })).toContain('<strong>bold</strong> <em>thin</em>');
    expect(output({ 'text/latex': '$x^2$' })).toContain('<math');
    expect(output({ 'application/json': { a: ['<b>'] } })).toContain('&quot;a&quot;: [');
    expect(output({ 'text/plain': '<b>' })).toContain('<pre>&lt;b&gt;</pre>');
    expect(output({ 'text/html': '<i>x</i>', 'text/plain': 'x' })).toContain('<i>x</i>');
  });

  it('colours of terminals, without other commands to them', () => {
    const stream = { output_type: 'stream', name: 'stdout', text: 'a \x1b[1;31mred <b>\x1b[0m\x1b]0;title\x07 b' };
    const error = { output_type: 'error', traceback: ['\x1b[0;32mgreen\x1b[39m', 'plain'], evalue: 'x' };
    const html = bare([{ cell_type: 'code', source: '', outputs: [stream, error] }]);
    expect(html).toContain('a <span style="font-weight:bold;color:#b42318">red &lt;b&gt;</span> b');
    expect(html).toContain('<span style="color:#1a7f37">green</span>\nplain');
    expect(html).not.toContain('\x1b');
  });

  it('each of several pictures of a cell by its name, however the name is written, and none in code', () => {
    const attachments = {
      a: { 'image/png': 'AAAA' },
      'a.png': { 'image/png': 'BBBB' },
      'ü (1).svg': { 'image/svg+xml': ['<svg>', '</svg>'] },
    };
    const source = [
      '![1](attachment:a) ![2](attachment:a.png) ![3](attachment:%C3%BC%20%281%29.svg) ![4](<attachment:ü (1).svg>)',
      '![5][ref] <img alt="6" src="attachment:a.png"> ![7](attachment:none.png) `![8](attachment:a)`',
      '\n[ref]: attachment:a',
    ].join('\n');
    const pictures = [...read(bare([{ cell_type: 'markdown', source, attachments }])).querySelectorAll('img')];
    const svg = `data:image/svg+xml;base64,${Buffer.from('<svg></svg>').toString('base64')}`;
    expect(pictures.map(({ alt, src }) => [alt, src])).toEqual([
      ['1', 'data:image/png;base64,AAAA'],
      ['2', 'data:image/png;base64,BBBB'],
      ['3', svg],
      ['4', svg],
      ['5', 'data:image/png;base64,AAAA'],
      ['6', 'data:image/png;base64,BBBB'],
      ['7', 'attachment:none.png'],
    ]);
  });

  it('a large picture in prose with formulas', () => {
    const attachments = { 'a.png': { 'image/png': 'A'.repeat(8_000_000) } };
    const html = bare([{ cell_type: 'markdown', source: '![x](attachment:a.png) $x$', attachments }]);
    expect(html).toContain(`${'A'.repeat(100)}" alt="x"`);
    expect(html).toContain('<math');
  });

  // The order of nbconvert 7.17 (HTMLExporter), with JSON before text.
  it('the form that nbconvert shows, of several', () => {
    const order: [string, unknown, string][] = [
      ['text/html', '<i>h</i>', '<i>h</i>'],
      ['text/markdown', '*m*', '<em>m</em>'],
      ['image/svg+xml', '<svg id="s"></svg>', '<svg id="s">'],
      ['text/latex', '$l$', '<math'],
      ['image/png', png, 'data:image/png'],
      ['image/jpeg', png, 'data:image/jpeg'],
      ['application/json', { j: 1 }, '&quot;j&quot;'],
      ['text/plain', 'p', '<pre>p</pre>'],
    ];
    for (let from = 0; from < order.length; from++) {
      const html = output(Object.fromEntries(order.slice(from).map(([type, content]) => [type, content])));
      expect(order.slice(from).filter(([, , mark]) => html.includes(mark))).toEqual([order[from]]);
    }
  });

  it('a picture in the size that its metadata gives', () => {
    const sized = (metadata: object) =>
      bare([{ cell_type: 'code', outputs: [{ output_type: 'display_data', data: { 'image/png': png }, metadata }] }]);
    expect(sized({ 'image/png': { width: 20, height: 10 } })).toContain('width="20" height="10"');
    expect(sized({ width: '"onload="x' })).not.toContain('onload');
  });

  it('formulas in environments, in brackets, and with matrices in the line', () => {
    const math = (html: string) => [...read(html).querySelectorAll('math')].map(m => m.getAttribute('display'));
    expect(math(output({ 'text/latex': '\\[x\\] <b> \\(y\\) \\begin{align}a&=b\\\\c&=d\\end{align}' }))).toEqual([
      'block',
      null,
      'block',
    ]);
    expect(output({ 'text/latex': '\\[x\\] <b>' })).toContain('&lt;b&gt;');
    const prose = bare([
      { cell_type: 'markdown', source: '$A = \\begin{pmatrix}1\\\\2\\end{pmatrix}$ and \\\\(x\\\\)' },
    ]);
    expect(math(prose)).toEqual([null, null]);
  });

  it('text of forms that it does not know, and nothing where there is none', () => {
    expect(output({ 'application/javascript': 'alert("<b>")' })).toContain('<pre>alert(&quot;&lt;b&gt;&quot;)</pre>');
    expect(output({ 'text/csv': ['a,', 'b'] })).toContain('<pre>a,b</pre>');
    expect(output({ 'application/geo+json': { a: 1 } })).toContain('&quot;a&quot;: 1');
    expect(output({ 'application/x-unknown': 'x' })).toContain('</details></section>');
    expect(output({ 'application/json': [] })).toContain('<pre>[]</pre>');
  });

  it('errors without a traceback by what they say, and no output that is not one', () => {
    const error = { output_type: 'error', ename: 'TypeError', evalue: '<b>' };
    const outputs = [error, { ...error, traceback: null }, { output_type: 'display_data' }, { output_type: 'pyout' }];
    expect(texts(read(bare([{ cell_type: 'code', outputs }])), 'pre.stderr')).toEqual([
      'TypeError: <b>',
      'TypeError: <b>',
    ]);
  });

  it('colours of all palettes, inverted and bright, and what was written over a line', () => {
    const html = output({
      'text/plain': '\x1b[38;5;196ma\x1b[0m\x1b[48;5;244mb\x1b[m\x1b[7mc\x1b[27m\x1b[101md\x1b[49m\x1b[38:2:1:2:3me',
    });
    // 196 = 16 + 36·5; 244 is the grey 8 + 10·12.
    expect(html).toContain(
      '<span style="color:rgb(255,0,0)">a</span><span style="background:rgb(128,128,128)">b</span>',
    );
    expect(html).toContain(
      '<span style="color:#fff;background:#222">c</span><span style="background:#d1382b55">d</span>',
    );
    expect(html).toContain('<span style="color:rgb(1,2,3)">e</span>');
    const stream = { output_type: 'stream', name: 'stdout', text: '10 %\r100 %\r\nnext\n5 %\r' };
    expect(texts(read(bare([{ cell_type: 'code', outputs: [stream] }])), 'pre.stream')).toEqual(['100 %\nnext\n5 %']);
  });

  it('raw cells that are HTML', () => {
    const raw = (metadata?: object) => bare([{ cell_type: 'raw', source: ['<i>', 'r</i>'], metadata }]);
    expect(raw({ raw_mimetype: 'text/html' })).toContain('<i>r</i>');
    for (const metadata of [undefined, {}, { raw_mimetype: 'text/latex' }])
      expect(raw(metadata)).not.toContain('r</i>');
  });

  it('a figure with its frames', async () => {
    const figure = { data: [], layout: {}, frames: [{ name: '</script>' }], config: { displaylogo: false } };
    const script = texts(read(output({ 'application/vnd.plotly.v1+json': figure })), 'body script')[0] as string;
    const drawn = await new Promise(resolve => {
      const newPlot = async (...[, , , settings]: unknown[]) => settings;
      const addFrames = (...given: unknown[]) => resolve(given);
      new Function('Plotly', script)({ newPlot, addFrames });
    });
    expect(drawn).toEqual([{ displaylogo: false, responsive: true }, figure.frames]);
  });

  it('cells without outputs, attachments, metadata or source, and a notebook without cells', () => {
    expect(notebookHtml({}, 't')).toContain('<main></main>');
    expect(bare([{ cell_type: 'code' }, { cell_type: 'markdown' }])).not.toContain('undefined');
    expect(
      bare([
        { cell_type: 'code', source: 'let x' },
        { cell_type: 'markdown', source: 'y', attachments: null },
        { cell_type: 'raw', source: 'z' },
      ]),
    ).toContain('let x');
  });
});
