import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/random';
import { domains, sampleTranslations, translationPrompt } from '../../src/world';
import { thai } from '../../src/world/languages/th';
import { concept, lexicon } from '../../src/world/lexicon';
import type { Clause, Conjunction, NounPhrase, Question, Sentence } from '../../src/world/meaning';
import { a, adjective, at, bare, does, done, future, gap, is, it_, measured, named, on, past, the, time } from './say';

const say = (main: Clause, more: Omit<Sentence, 'main'> = {}) => thai.sentence({ main, ...more });
const joined = (main: Clause, conjunction: Conjunction, clause: Clause, first?: boolean) =>
  say(main, { subordinate: { conjunction, clause, first } });
const asked = (question: Question, main: Clause) => say(main, { question });
/** What the phrase is as the object of "Anna buys". */
const bought = (object: NounPhrase) => say(does(named('Anna'), 'buy', { object })).slice('แอนนาซื้อ'.length);
const many = { plural: true };
const how = (id: string) => ({ adjective: adjective(id) });
const verb = (id: string) => concept('verbs', id);

describe('Thai noun phrases', () => {
  it.each([
    [bare('apple', { ...many, count: 3 }), 'แอปเปิลสามลูก'],
    [bare('book', { ...many, count: 2 }), 'หนังสือสองเล่ม'],
    [bare('egg', { ...many, count: 12 }), 'ไข่สิบสองฟอง'],
    [bare('chair', { ...many, count: 5 }), 'เก้าอี้ห้าตัว'],
    [bare('letter', { ...many, count: 4 }), 'จดหมายสี่ฉบับ'],
    [bare('spoon', { ...many, count: 6 }), 'ช้อนหกคัน'],
    [bare('candle', { ...many, count: 7 }), 'เทียนเจ็ดเล่ม'],
    [bare('container', { ...many, count: 40 }), 'ตู้คอนเทนเนอร์ 40 ตู้'],
    [the('boat', { ...many, count: 3 }), 'เรือทั้งสามลำ'],
    [bare('apple', { ...many, count: 3, ...how('red') }), 'แอปเปิลสีแดงสามลูก'],
    [bare('box', { ...many, count: 2, ...how('big') }), 'กล่องใบใหญ่สองใบ'],
  ])('count with the classifier of the noun: %#', (np, text) => {
    expect(bought(np)).toBe(text);
  });

  it.each([
    [the('hat'), 'หมวก'],
    [a('hat'), 'หมวกใบหนึ่ง'],
    [bare('hat', many), 'หมวก'],
    [the('hat', many), 'หมวกเหล่านั้น'],
    [bare('bread'), 'ขนมปัง'],
    [a('song'), 'เพลงหนึ่ง'],
    [a('song', how('beautiful')), 'เพลงไพเราะเพลงหนึ่ง'],
    [the('child', many), 'เด็ก ๆ'],
    [the('teacher', many), 'พวกครู'],
    [the('man'), 'ผู้ชายคนนั้น'],
    [the('kidney', many), 'ไต'],
  ])('leave the known bare, and show what is new, pointed at or several: %#', (np, text) => {
    expect(bought(np)).toBe(text);
  });

  it.each([
    [the('dog', how('big')), 'สุนัขตัวใหญ่'],
    [a('house', how('small')), 'บ้านหลังเล็กหลังหนึ่ง'],
    [the('garden', how('big')), 'สวนใหญ่'],
    [the('room', how('small')), 'ห้องเล็ก'],
    [the('shirt', how('blue')), 'เสื้อเชิ้ตสีน้ำเงิน'],
    [a('watch', how('expensive')), 'นาฬิการาคาแพงเรือนหนึ่ง'],
    [the('cat', how('hungry')), 'แมวที่หิว'],
    [a('book', how('old')), 'หนังสือเก่าเล่มหนึ่ง'],
    [the('teacher', how('old')), 'ครูที่อายุมาก'],
    [the('horse', how('old')), 'ม้าตัวแก่'],
    [the('coffee', how('strong')), 'กาแฟเข้มข้น'],
    [the('horse', how('strong')), 'ม้าที่แข็งแรง'],
    [the('bread', how('fresh')), 'ขนมปังสดใหม่'],
    [the('fish', how('fresh')), 'ปลาสด'],
    [a('song', how('short')), 'เพลงสั้น ๆ เพลงหนึ่ง'],
  ])('have the adjective that fits the thing behind it: %#', (np, text) => {
    expect(bought(np)).toBe(text);
  });

  it.each([
    [the('lawyer', { possessor: the('thief') }), 'ทนายความของโจร'],
    [the('cargo', { possessor: named('Aurora') }), 'สินค้าของเรือออโรรา'],
    [the('lawyer', { possessor: it_(the('defendant')) }), 'ทนายความของเขา'],
    [the('lawyer', { possessor: it_(the('judge')) }), 'ทนายความของเธอ'],
    [the('wallet', { possessor: it_(the('victim', many)) }), 'กระเป๋าสตางค์ของพวกเขา'],
    [the('flat', { possessor: named('Weber', 'Mr') }), 'ห้องชุดของนายเวเบอร์'],
    [the('flat', { possessor: named('Keller', 'Mrs') }), 'ห้องชุดของนางเคลเลอร์'],
    [the('victory', { possessor: the('team') }), 'ชัยชนะของทีม'],
    [the('victory', { possessor: it_(the('team')) }), 'ชัยชนะของตน'],
    [bare('berth', { label: 4 }), 'ท่าเทียบเรือหมายเลข 4'],
    [bare('section', { label: 12 }), 'มาตรา 12'],
    [bare('wind force', { label: 7 }), 'ความแรงลมระดับ 7'],
    [the('freighter', { label: concept('names', 'Aurora') }), 'เรือสินค้าออโรรา'],
    [named('Aurora'), 'เรือออโรรา'],
    [measured(40, 'tonne', 'coal'), 'ถ่านหิน 40 ตัน'],
    [measured(5, 'milligram', 'morphine'), 'มอร์ฟีน 5 มิลลิกรัม'],
    [measured(5300, 'litre', 'diesel'), 'น้ำมันดีเซล 5,300 ลิตร'],
  ])('say whose, which and how much: %#', (np, text) => {
    expect(bought(np)).toBe(text);
  });

  it.each([
    [the('freighter'), 'เรือลำนั้น'],
    [the('freighter', many), 'เรือเหล่านั้น'],
    [named('Aurora'), 'เรือลำนั้น'],
    [the('contract'), 'สัญญาฉบับนั้น'],
    [the('painting'), 'ภาพนั้น'],
    [the('receipt', many), 'ใบเสร็จรับเงินเหล่านั้น'],
    [the('propeller'), 'ใบจักรชุดนั้น'],
    [the('testimony'), 'คำให้การนั้น'],
    [the('infection'), 'การติดเชื้อนั้น'],
    [the('court of appeal'), 'ศาลอุทธรณ์'],
    [bare('class', { label: 8 }), 'นักเรียนทั้งชั้น'],
    [the('dog'), 'มัน'],
    [the('nurse'), 'เธอ'],
    [named('Ben'), 'เขา'],
    [named('Keller', 'Mrs'), 'เธอ'],
  ])('take up a thing by its noun, and somebody by a pronoun: %#', (np, text) => {
    expect(bought(it_(np))).toBe(text);
  });

  it.each([
    [the('patient', { relative: does(gap, 'have', { object: bare('fever') }) }), 'ผู้ป่วยที่มีไข้'],
    [the('patient', { ...many, relative: does(gap, 'have', { object: bare('fever') }) }), 'บรรดาผู้ป่วยที่มีไข้'],
    [the('man', { relative: past(does(gap, 'steal', { object: the('wallet') })) }), 'ผู้ชายคนที่ขโมยกระเป๋าสตางค์ไป'],
    [the('wallet', { relative: past(does(the('thief'), 'steal', { object: gap })) }), 'กระเป๋าสตางค์ที่โจรขโมยไป'],
    [the('shirt', { relative: does(the('aunt'), 'wash', { object: gap }) }), 'เสื้อเชิ้ตที่ป้าซัก'],
    [the('wallet', { relative: past(done(gap, 'steal')) }), 'กระเป๋าสตางค์ที่ถูกขโมยไป'],
    [the('theft', { relative: done(the('defendant'), 'accuse', { complement: gap }) }), 'การลักทรัพย์ที่จำเลยถูกกล่าวหา'],
    [a('accountant', { relative: past(does(gap, 'flee')) }), 'นักบัญชีคนหนึ่งที่หลบหนี'],
    [
      the('infant', { ...how('exhausted'), relative: does(gap, 'have', { object: bare('asthma') }) }),
      'ทารกที่อ่อนล้าซึ่งเป็นโรคหอบหืด',
    ],
  ])('have relative clauses with ที่: %#', (np, text) => {
    expect(bought(np)).toBe(text);
  });

  it.each([
    ['bus', 'รถบัส'],
    ['carer', 'ผู้ดูแล'],
    ['inhaler', 'เครื่องสูดยา'],
    ['blood thinner', 'ยาต้านการแข็งตัวของเลือด'],
  ])('name a thing by its own word, not by that of its like: %s', (id, text) => {
    expect(bought(the(id))).toContain(text);
  });

  it('do not speak of one thing where there is none', () => {
    const buy = (more: object) => say(does(named('Anna'), 'buy', { object: a('hat'), ...more }));
    expect(buy({ negated: true })).toBe('แอนนาไม่ซื้อหมวก');
    expect(buy({ modal: 'want' })).toBe('แอนนาอยากซื้อหมวก');
    expect(buy({ time: time('every day') })).toBe('แอนนาซื้อหมวกทุกวัน');
    expect(say(does(the('doctor'), 'issue', { object: a('sick note') }))).toBe('แพทย์ออกใบรับรองแพทย์');
  });
});

describe('Thai states', () => {
  it.each([
    [is(the('car'), 'red'), 'รถยนต์คันนั้นเป็นสีแดง'],
    [is(the('car'), 'red', { negated: true }), 'รถยนต์คันนั้นไม่ใช่สีแดง'],
    [is(the('dog', many), 'hungry'), 'สุนัขเหล่านั้นหิว'],
    [is(the('room'), 'big'), 'ห้องนั้นมีขนาดใหญ่'],
    [is(the('wine'), 'expensive', { negated: true }), 'ไวน์ขวดนั้นราคาไม่แพง'],
    [is(named('Anna'), 'happy', { negated: true }), 'แอนนาไม่มีความสุข'],
    [future(is(the('hold'), 'empty')), 'ระวางเรือจะว่างเปล่า'],
    [is(the('fairway'), 'deep (water)', { measure: measured(12, 'metre') }), 'ร่องน้ำลึก 12 เมตร'],
    [is(the('fairway'), 'navigable', { negated: true }), 'ร่องน้ำเดินเรือไม่ได้'],
    [is(the('defendant'), 'guilty', { complement: bare('theft') }), 'จำเลยมีความผิดฐานลักทรัพย์'],
    [is(the('defendant'), 'innocent', { negated: true }), 'จำเลยไม่ใช่ผู้บริสุทธิ์'],
    [is(the('judgment'), 'final', { negated: true }), 'คำพิพากษายังไม่ถึงที่สุด'],
    [is(the('thief'), 'previously convicted', { negated: true }), 'โจรไม่เคยต้องโทษมาก่อน'],
    [is(the('barge'), 'loaded', { complement: measured(60, 'tonne', 'coal') }), 'เรือลำเลียงบรรทุกถ่านหิน 60 ตันอยู่'],
    [is(the('propeller'), 'damaged'), 'ใบจักรชำรุด'],
    [is(the('ferry'), 'damaged'), 'เรือเฟอร์รีเสียหาย'],
  ])('say how something is without a copula, unless the word needs one: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });
});

describe('Thai verbs', () => {
  const woman = the('woman');

  it.each([
    [does(woman, 'sleep'), 'ผู้หญิงคนนั้นนอนหลับ'],
    [past(does(woman, 'work')), 'ผู้หญิงคนนั้นทำงาน'],
    [future(does(woman, 'work')), 'ผู้หญิงคนนั้นจะทำงาน'],
    [does(woman, 'work', { time: time('now') }), 'ตอนนี้ ผู้หญิงคนนั้นกำลังทำงาน'],
    [does(woman, 'see', { object: the('dog'), time: time('now') }), 'ตอนนี้ ผู้หญิงคนนั้นเห็นสุนัข'],
    [does(woman, 'work', { negated: true }), 'ผู้หญิงคนนั้นไม่ทำงาน'],
    [past(does(woman, 'work', { negated: true })), 'ผู้หญิงคนนั้นไม่ได้ทำงาน'],
    [future(does(woman, 'work', { negated: true })), 'ผู้หญิงคนนั้นจะไม่ทำงาน'],
    [past(does(woman, 'see', { object: the('dog'), negated: true })), 'ผู้หญิงคนนั้นไม่เห็นสุนัข'],
    [past(does(woman, 'hear', { object: the('dog'), negated: true })), 'ผู้หญิงคนนั้นไม่ได้ยินเสียงสุนัข'],
    [does(the('infant'), 'have', { object: bare('fever'), negated: true }), 'ทารกไม่มีไข้'],
    [does(the('infant'), 'have', { object: bare('asthma'), negated: true }), 'ทารกไม่ได้เป็นโรคหอบหืด'],
    [past(does(the('witness'), 'recognise', { object: the('thief') })), 'พยานจำโจรได้'],
    [past(does(the('witness'), 'recognise', { object: the('thief'), negated: true })), 'พยานจำโจรไม่ได้'],
  ])('have particles for time and negation: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });

  it.each([
    [does(woman, 'repair', { object: the('car'), modal: 'must' }), 'ผู้หญิงคนนั้นต้องซ่อมรถยนต์'],
    [does(woman, 'repair', { object: the('car'), modal: 'can' }), 'ผู้หญิงคนนั้นสามารถซ่อมรถยนต์ได้'],
    [
      past(does(woman, 'repair', { object: the('car'), modal: 'can', negated: true, time: time('yesterday') })),
      'ผู้หญิงคนนั้นไม่สามารถซ่อมรถยนต์ได้เมื่อวานนี้',
    ],
    [does(woman, 'sing', { modal: 'can', place: the('park') }), 'ผู้หญิงคนนั้นสามารถร้องเพลงในสวนสาธารณะได้'],
    [does(the('witness'), 'recognise', { object: the('thief'), modal: 'can' }), 'พยานสามารถจำโจรได้'],
    [does(woman, 'hear', { object: the('dog'), modal: 'can' }), 'ผู้หญิงคนนั้นสามารถได้ยินเสียงสุนัข'],
    [does(woman, 'sing', { modal: 'want', negated: true }), 'ผู้หญิงคนนั้นไม่อยากร้องเพลง'],
    [does(the('tenant'), 'appeal', { complement: the('judgment'), modal: 'want' }), 'ผู้เช่าต้องการอุทธรณ์คำพิพากษา'],
    [does(the('ferry'), 'dock', { modal: 'may' }), 'เรือเฟอร์รีได้รับอนุญาตให้เทียบท่า'],
    [does(the('ferry'), 'dock', { modal: 'may', negated: true }), 'เรือเฟอร์รีไม่ได้รับอนุญาตให้เทียบท่า'],
    [does(woman, 'feed', { object: the('dog'), modal: 'may' }), 'ผู้หญิงคนนั้นมีสิทธิ์ให้อาหารสุนัข'],
    [does(woman, 'feed', { object: the('dog'), modal: 'may', negated: true }), 'ผู้หญิงคนนั้นไม่มีสิทธิ์ให้อาหารสุนัข'],
    [does(the('ferry'), 'dock', { modal: 'should' }), 'เรือเฟอร์รีควรเทียบท่า'],
    [past(does(the('ferry'), 'dock', { modal: 'should' })), 'เรือเฟอร์รีควรจะเทียบท่า'],
    [future(does(the('ferry'), 'dock', { modal: 'must' })), 'เรือเฟอร์รีจะต้องเทียบท่า'],
    [future(does(the('ferry'), 'dock', { modal: 'can' })), 'เรือเฟอร์รีจะสามารถเทียบท่าได้'],
  ])('have modals before them, and the ได้ of ability behind: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });

  it.each([
    [does(woman, 'wash', { object: the('shirt') }), 'ผู้หญิงคนนั้นซักเสื้อเชิ้ต'],
    [does(woman, 'wash', { object: the('car') }), 'ผู้หญิงคนนั้นล้างรถยนต์'],
    [does(woman, 'wash', { object: the('dog') }), 'ผู้หญิงคนนั้นอาบน้ำให้สุนัข'],
    [does(woman, 'cook', { object: the('coffee') }), 'ผู้หญิงคนนั้นชงกาแฟ'],
    [does(woman, 'lose', { object: the('key') }), 'ผู้หญิงคนนั้นทำกุญแจหาย'],
    [does(woman, 'live', { place: the('city') }), 'ผู้หญิงคนนั้นอาศัยอยู่ในเมือง'],
    [does(woman, 'live'), 'ผู้หญิงคนนั้นมีชีวิตอยู่'],
    [does(the('cook'), 'give', { recipient: the('aunt'), object: the('soup') }), 'พ่อครัวให้ซุปแก่ป้า'],
    [does(the('cook'), 'show', { recipient: the('aunt'), object: the('soup') }), 'พ่อครัวเอาซุปให้ป้าดู'],
    [
      past(does(the('cook'), 'show', { recipient: the('aunt'), object: the('soup'), negated: true })),
      'พ่อครัวไม่ได้เอาซุปให้ป้าดู',
    ],
    [does(woman, 'show', { recipient: the('conductor'), object: the('ticket') }), 'ผู้หญิงคนนั้นแสดงตั๋วให้พนักงานตรวจตั๋วดู'],
    [does(woman, 'ask (question)', { recipient: the('teacher'), object: the('question') }), 'ผู้หญิงคนนั้นถามคำถามกับครู'],
    [does(woman, 'carry', { object: the('ladder') }), 'ผู้หญิงคนนั้นแบกบันได'],
    [does(woman, 'carry', { object: the('picture') }), 'ผู้หญิงคนนั้นถือรูปภาพ'],
    [does(woman, 'enjoy', { object: the('view') }), 'ผู้หญิงคนนั้นเพลิดเพลินกับทิวทัศน์'],
    [does(woman, 'enjoy', { object: the('sun') }), 'ผู้หญิงคนนั้นเพลิดเพลินกับแสงแดด'],
    [does(the('cook'), 'bring', { recipient: the('aunt'), object: the('soup') }), 'พ่อครัวนำซุปมาให้ป้า'],
    [does(the('court'), 'dismiss', { object: the('lawsuit') }), 'ศาลพิพากษายกคำฟ้อง'],
    [does(the('court of appeal'), 'quash', { object: the('judgment') }), 'ศาลอุทธรณ์กลับคำพิพากษา'],
    [does(the('court of appeal'), 'quash', { object: the('arrest warrant') }), 'ศาลอุทธรณ์เพิกถอนหมายจับ'],
    [does(the('ferry'), 'wait (for)', { complement: the('tide') }), 'เรือเฟอร์รีรอให้น้ำทะเลขึ้น'],
    [does(the('ferry'), 'wait (for)', { complement: the('tug') }), 'เรือเฟอร์รีรอเรือลากจูง'],
    [does(the('barge'), 'belong', { complement: the('shipowner'), negated: true }), 'เรือลำเลียงไม่ได้เป็นของเจ้าของเรือ'],
  ])('are those that Thai has for the thing, in its order: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });

  it.each([
    [
      past(does(the('prosecutor'), 'accuse', { object: the('thief'), complement: bare('fraud') })),
      'อัยการกล่าวหาโจรว่าฉ้อโกง',
    ],
    [
      past(does(the('prosecutor'), 'charge', { object: the('thief'), complement: bare('fraud') })),
      'อัยการฟ้องโจรในข้อหาฉ้อโกง',
    ],
    [
      past(does(the('inspector'), 'suspect', { object: the('thief'), complement: bare('fraud') })),
      'สารวัตรสงสัยว่าโจรฉ้อโกง',
    ],
    [
      past(
        does(the('court'), 'sentence', {
          object: the('thief'),
          complement: measured(3, 'year', 'prison'),
          basis: bare('section', { label: 12 }),
        }),
      ),
      'ศาลพิพากษาให้จำคุกโจร 3 ปีตามมาตรา 12',
    ],
    [
      past(does(the('court'), 'fine', { object: the('thief'), complement: measured(1200, 'euro') })),
      'ศาลพิพากษาให้ปรับโจร 1,200 ยูโร',
    ],
    [
      past(does(the('tenant'), 'sue', { object: the('landlord'), complement: bare('damages') })),
      'ผู้เช่าฟ้องผู้ให้เช่าเรียกค่าเสียหาย',
    ],
    [
      past(does(the('court'), 'award', { recipient: the('tenant'), object: bare('damages') })),
      'ศาลพิพากษาให้ผู้เช่าได้รับค่าเสียหาย',
    ],
    [
      does(the('tenant'), 'owe', { recipient: the('landlord'), object: measured(500, 'euro') }),
      'ผู้เช่าเป็นหนี้ผู้ให้เช่า 500 ยูโร',
    ],
  ])('speak as courts do: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });
});

describe('The Thai passive', () => {
  it.each([
    [past(done(the('defendant'), 'arrest')), 'จำเลยถูกจับกุม'],
    [past(done(the('defendant'), 'arrest', { subject: the('police officer') })), 'จำเลยถูกตำรวจจับกุม'],
    [past(done(the('defendant'), 'arrest', { negated: true })), 'จำเลยไม่ได้ถูกจับกุม'],
    [future(done(the('defendant'), 'arrest')), 'จำเลยจะถูกจับกุม'],
    [past(done(the('patient'), 'examine', { subject: the('doctor') })), 'ผู้ป่วยได้รับการตรวจโดยแพทย์'],
    [past(done(the('patient'), 'examine', { negated: true })), 'ผู้ป่วยไม่ได้รับการตรวจ'],
    [past(done(the('patient'), 'sedate', { subject: the('doctor') })), 'ผู้ป่วยได้รับยาระงับประสาทจากแพทย์'],
    [past(done(the('prisoner'), 'release')), 'ผู้ต้องขังได้รับการปล่อยตัว'],
    [past(done(the('ferry'), 'damage', { subject: the('storm') })), 'เรือเฟอร์รีได้รับความเสียหายจากพายุ'],
    [past(done(the('ferry'), 'delay', { subject: the('storm') })), 'เรือเฟอร์รีล่าช้าเพราะพายุ'],
  ])('is ถูก for what nobody likes, and ได้รับ for the rest: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });

  it.each([
    [past(done(the('sick note'), 'issue', { subject: the('doctor') })), 'แพทย์เป็นผู้ออกใบรับรองแพทย์'],
    [past(done(the('sick note'), 'issue', { subject: the('doctor'), negated: true })), 'แพทย์ไม่ได้เป็นผู้ออกใบรับรองแพทย์'],
    [past(done(the('arrest warrant'), 'issue (warrant)')), 'มีการออกหมายจับ'],
    [past(done(the('arrest warrant'), 'issue (warrant)', { negated: true })), 'ไม่มีการออกหมายจับ'],
    [future(done(the('storm'), 'forecast')), 'จะมีการพยากรณ์ว่าจะมีพายุ'],
    [past(done(the('operation'), 'carry out', { subject: the('surgeon') })), 'ศัลยแพทย์เป็นผู้ทำการผ่าตัด'],
    [past(done(the('operation'), 'carry out')), 'มีการผ่าตัด'],
  ])('says who did it, or that it was done, of papers and deeds: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });

  it.each([
    [
      past(done(the('thief'), 'accuse', { subject: the('victim'), complement: bare('theft') })),
      'โจรถูกผู้เสียหายกล่าวหาว่าลักทรัพย์',
    ],
    [past(done(the('thief'), 'convict', { complement: bare('theft') })), 'โจรถูกพิพากษาว่ามีความผิดฐานลักทรัพย์'],
    [
      past(done(the('thief'), 'sentence', { subject: the('court'), complement: measured(9, 'month', 'prison') })),
      'โจรถูกศาลพิพากษาให้จำคุก 9 เดือน',
    ],
    [
      past(done(the('ferry'), 'tow', { subject: the('tug'), from: the('harbour'), to: the('shipyard') })),
      'เรือเฟอร์รีถูกเรือลากจูงลากจากท่าเรือไปยังอู่เรือ',
    ],
    [
      past(done(the('ferry'), 'supply', { subject: the('barge'), complement: measured(500, 'litre', 'diesel') })),
      'เรือเฟอร์รีได้รับน้ำมันดีเซล 500 ลิตรจากเรือลำเลียง',
    ],
    [
      past(done(the('captain'), 'warn', { subject: the('pilot'), complement: the('fog') })),
      'กัปตันได้รับคำเตือนจากผู้นำร่องให้ระวังหมอก',
    ],
  ])('keeps what belongs to the verb: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });
});

describe('Thai places, times and reasons', () => {
  const waits = (more: object, tense: 'past' | 'present' | 'future' = 'past') =>
    say(does(the('captain'), 'wait (for)', { complement: the('pilot'), tense, ...more }));

  it.each([
    [{ place: the('bay') }, 'กัปตันรอผู้นำร่องในอ่าว'],
    [{ place: the('bridge') }, 'กัปตันรอผู้นำร่องบนสะพาน'],
    [{ place: the('market') }, 'กัปตันรอผู้นำร่องที่ตลาด'],
    [{ place: the('river') }, 'กัปตันรอผู้นำร่องที่ริมแม่น้ำ'],
    [{ place: named('Hamburg') }, 'กัปตันรอผู้นำร่องที่ฮัมบวร์ค'],
    [{ time: time('yesterday') }, 'กัปตันรอผู้นำร่องเมื่อวานนี้'],
    [{ time: time('yesterday'), timeFirst: true }, 'เมื่อวานนี้ กัปตันรอผู้นำร่อง'],
    [{ time: time('on Monday') }, 'กัปตันรอผู้นำร่องเมื่อวันจันทร์'],
    [{ time: on(3, 3, 2019) }, 'กัปตันรอผู้นำร่องเมื่อวันที่ 3 มีนาคม ค.ศ. 2019'],
    [{ time: { ...on(3, 3, 2019), ...at(18, 45) } }, 'กัปตันรอผู้นำร่องเมื่อวันที่ 3 มีนาคม ค.ศ. 2019 เวลา 18.45 น.'],
    [{ time: at(9, 5), timeFirst: true }, 'เมื่อเวลา 09.05 น. กัปตันรอผู้นำร่อง'],
    [{ time: at(0) }, 'กัปตันรอผู้นำร่องเมื่อเวลาเที่ยงคืน'],
    [{ time: at(12) }, 'กัปตันรอผู้นำร่องเมื่อเวลาเที่ยงวัน'],
    [{ duration: measured(3, 'hour') }, 'กัปตันรอผู้นำร่องเป็นเวลา 3 ชั่วโมง'],
    [{ cause: the('storm') }, 'กัปตันรอผู้นำร่องเนื่องจากพายุ'],
    [
      { place: the('bay'), duration: measured(2, 'day'), cause: the('storm'), time: time('last month') },
      'กัปตันรอผู้นำร่องในอ่าวเป็นเวลา 2 วันเนื่องจากพายุเมื่อเดือนที่แล้ว',
    ],
  ])('follow the verb, or open the sentence with a space: %#', (more, text) => {
    expect(waits(more)).toBe(text);
  });

  it('tell what is to come from what is over', () => {
    expect(waits({ time: time('on Monday') }, 'future')).toBe('กัปตันจะรอผู้นำร่องในวันจันทร์');
    expect(waits({ time: on(7, 11) }, 'future')).toBe('กัปตันจะรอผู้นำร่องในวันที่ 7 พฤศจิกายน');
    expect(waits({ time: { day: time('on Monday'), ...at(18) } }, 'future')).toBe(
      'กัปตันจะรอผู้นำร่องในวันจันทร์ เวลา 18.00 น.',
    );
  });

  it('say how often in the words of prescriptions', () => {
    expect(
      say(
        does(the('nurse'), 'give (dose)', {
          recipient: the('patient'),
          object: measured(5, 'milligram', 'morphine'),
          frequency: { times: 3, per: 'day' },
        }),
      ),
    ).toBe('พยาบาลให้มอร์ฟีน 5 มิลลิกรัมแก่ผู้ป่วยวันละ 3 ครั้ง');
  });

  it.each([
    [
      does(the('ferry'), 'sail', { from: named('Rotterdam'), to: named('Hamburg') }),
      'เรือเฟอร์รีแล่นจากรอตเทอร์ดามไปยังฮัมบวร์ค',
    ],
    [
      does(the('pilot'), 'guide', { object: the('ferry'), to: bare('berth', { label: 4 }) }),
      'ผู้นำร่องนำเรือเฟอร์รีไปยังท่าเทียบเรือหมายเลข 4',
    ],
    [
      past(does(the('crane'), 'unload', { object: measured(40, 'tonne', 'coal'), from: the('freighter') })),
      'เครนขนถ่านหิน 40 ตันลงจากเรือสินค้า',
    ],
    [past(does(the('crane'), 'unload', { object: measured(40, 'tonne', 'coal') })), 'เครนขนถ่านหิน 40 ตันลงจากเรือ'],
    [past(does(the('ferry'), 'cast off', { place: the('quay') })), 'เรือเฟอร์รีออกจากเขื่อนเทียบเรือ'],
    [past(does(the('ferry'), 'cast off')), 'เรือเฟอร์รีออกจากท่า'],
  ])('say from where and where to: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });
});

describe('Thai sentences of two clauses', () => {
  const docks = past(does(the('ferry'), 'dock'));
  const storm = past(does(the('storm'), 'drop'));

  it.each([
    [joined(docks, 'because', storm), 'เรือเฟอร์รีเทียบท่า เพราะพายุอ่อนกำลังลง'],
    [joined(docks, 'because', storm, true), 'เนื่องจากพายุอ่อนกำลังลง เรือเฟอร์รีจึงเทียบท่า'],
    [joined(docks, 'although', is(it_(the('ferry')), 'damaged')), 'เรือเฟอร์รีเทียบท่า แม้ว่าเรือลำนั้นจะเสียหาย'],
    [joined(docks, 'although', { ...storm, negated: true }, true), 'แม้ว่าพายุจะไม่ได้อ่อนกำลังลง เรือเฟอร์รีก็เทียบท่า'],
    [joined(docks, 'before', storm), 'เรือเฟอร์รีเทียบท่า ก่อนที่พายุจะอ่อนกำลังลง'],
    [joined(docks, 'after', storm), 'เรือเฟอร์รีเทียบท่า หลังจากที่พายุอ่อนกำลังลงแล้ว'],
    [joined(docks, 'after', storm, true), 'หลังจากที่พายุอ่อนกำลังลงแล้ว เรือเฟอร์รีเทียบท่า'],
    [joined(docks, 'as soon as', storm), 'เรือเฟอร์รีเทียบท่า ทันทีที่พายุอ่อนกำลังลง'],
    [joined(docks, 'as soon as', storm, true), 'ทันทีที่พายุอ่อนกำลังลง เรือเฟอร์รีก็เทียบท่า'],
    [
      joined(docks, 'while', past(does(the('docker'), 'weigh', { object: the('sack') }))),
      'เรือเฟอร์รีเทียบท่า ขณะที่คนงานท่าเรือกำลังชั่งน้ำหนักกระสอบ',
    ],
    [
      joined(docks, 'before', past(done(the('bill of lading'), 'fill in', { subject: the('captain') }))),
      'เรือเฟอร์รีเทียบท่า ก่อนที่กัปตันจะกรอกใบตราส่ง',
    ],
    [joined(docks, 'when', storm, true), 'เมื่อพายุอ่อนกำลังลง เรือเฟอร์รีเทียบท่า'],
    [joined(does(the('ferry'), 'dock'), 'if', does(the('storm'), 'drop'), true), 'ถ้าพายุอ่อนกำลังลง เรือเฟอร์รีจะเทียบท่า'],
    [joined(docks, 'so that', does(the('tug'), 'turn', { modal: 'can' })), 'เรือเฟอร์รีเทียบท่า เพื่อให้เรือลากจูงสามารถกลับลำได้'],
    [joined(docks, 'so that', future(does(the('tug'), 'sink', { negated: true }))), 'เรือเฟอร์รีเทียบท่า เพื่อไม่ให้เรือลากจูงจม'],
  ])('are parted by a space and tied by their particles: %#', (said, text) => {
    expect(said).toBe(text);
  });

  it('name the one of two who would have the same pronoun', () => {
    const examines = (doctor: NounPhrase, patient: NounPhrase) => past(does(doctor, 'examine', { object: patient }));
    const infant = the('infant', how('exhausted'));
    const [doctor, nurse] = [the('surgeon'), the('nurse')];
    const refers = past(does(doctor, 'refer', { object: infant }));
    expect(joined(refers, 'as soon as', examines(it_(doctor), it_(infant)))).toBe(
      'ศัลยแพทย์ส่งตัวทารกที่อ่อนล้าไปรักษาต่อ ทันทีที่เขาตรวจทารก',
    );
    expect(say(examines(it_(nurse), it_(infant)))).toBe('เธอตรวจเขา');
    expect(say(examines(it_(doctor), it_(named('Ben'))))).toBe('เขาตรวจเบน');
    expect(say(past(does(it_(the('tug')), 'tow', { object: it_(named('Aurora')) })))).toBe('เรือลำนั้นลากเรือออโรรา');
  });

  it.each([
    [
      past(does(the('captain'), 'report', { content: past(does(the('engine'), 'break down')) })),
      'กัปตันรายงานว่าเครื่องยนต์ขัดข้อง',
    ],
    [
      past(
        does(the('thief'), 'claim', {
          content: past(does(it_(the('thief')), 'steal', { object: the('wallet'), negated: true })),
        }),
      ),
      'โจรอ้างว่าตนไม่ได้ขโมยกระเป๋าสตางค์ไป',
    ],
    [
      past(
        does(the('thief', many), 'admit (guilt)', {
          content: past(does(it_(the('thief', many)), 'rob', { object: the('bank') })),
        }),
      ),
      'โจรเหล่านั้นยอมรับว่าพวกตนปล้นธนาคาร',
    ],
    [
      past(does(the('witness'), 'testify', { content: is(it_(the('thief')), 'innocent'), time: time('on Tuesday') })),
      'พยานเบิกความเมื่อวันอังคารว่าเขาเป็นผู้บริสุทธิ์',
    ],
    [past(does(the('captain'), 'fear', { content: future(does(the('ferry'), 'sink')) })), 'กัปตันเกรงว่าเรือเฟอร์รีจะจม'],
    [past(does(the('captain'), 'decide', { infinitive: { verb: verb('cast off') } })), 'กัปตันตัดสินใจออกจากท่า'],
    [
      past(does(the('thief'), 'promise', { infinitive: { verb: verb('pay'), object: the('bail') } })),
      'โจรสัญญาว่าจะวางเงินประกันตัว',
    ],
    [
      past(
        does(the('harbour master'), 'instruct', {
          object: the('captain'),
          infinitive: { verb: verb('anchor'), place: the('bay') },
          time: time('on Wednesday'),
        }),
      ),
      'เมื่อวันพุธ เจ้าท่าสั่งการให้กัปตันทอดสมอในอ่าว',
    ],
    [
      past(done(the('captain'), 'allow', { subject: the('harbour master'), infinitive: { verb: verb('dock') } })),
      'กัปตันได้รับอนุญาตจากเจ้าท่าให้เทียบท่า',
    ],
    [
      past(
        does(the('doctor'), 'examine', {
          object: the('patient'),
          time: time('at noon'),
          purpose: { verb: verb('stitch'), object: the('wound') },
        }),
      ),
      'แพทย์ตรวจผู้ป่วยตอนเที่ยงเพื่อเย็บบาดแผล',
    ],
  ])('report, decide, order and aim: %#', (clause, text) => {
    expect(say(clause)).toBe(text);
  });
});

describe('Thai questions', () => {
  const steals = past(does(the('thief'), 'steal', { object: the('wallet') }));
  const sails = does(the('ferry'), 'sail', { from: named('Oslo') });

  it.each([
    [asked('whether', does(the('ferry'), 'dock')), 'เรือเฟอร์รีเทียบท่าหรือไม่'],
    [asked('whether', steals), 'โจรได้ขโมยกระเป๋าสตางค์ไปหรือไม่'],
    [asked('whether', { ...steals, negated: true }), 'โจรไม่ได้ขโมยกระเป๋าสตางค์ไปหรือ'],
    [asked('whether', past(done(the('thief'), 'arrest'))), 'โจรถูกจับกุมหรือไม่'],
    [asked('whether', is(the('ferry'), 'damaged')), 'เรือเฟอร์รีเสียหายหรือไม่'],
    [asked('who', { ...steals, subject: gap }), 'ใครขโมยกระเป๋าสตางค์ไป'],
    [asked('who', past(does(the('thief'), 'threaten', { object: gap }))), 'โจรข่มขู่ใคร'],
    [asked('who', past(done(the('thief'), 'arrest', { subject: gap }))), 'โจรถูกใครจับกุม'],
    [asked('who', does(the('barge'), 'belong', { complement: gap })), 'เรือลำเลียงเป็นของใคร'],
    [asked('what', { ...steals, object: gap }), 'โจรขโมยอะไรไป'],
    [asked('what', past(does(gap, 'delay', { object: the('ferry') }))), 'อะไรทำให้เรือเฟอร์รีล่าช้า'],
    [asked('where', past(does(the('thief'), 'hide', { object: the('wallet') }))), 'โจรซ่อนกระเป๋าสตางค์ไว้ที่ไหน'],
    [asked('where', past(does(the('ferry'), 'sink', { time: time('yesterday') }))), 'เมื่อวานนี้ เรือเฟอร์รีจมที่ไหน'],
    [asked('where to', sails), 'เรือเฟอร์รีแล่นจากออสโลไปที่ไหน'],
    [asked('when', future(sails)), 'เรือเฟอร์รีจะแล่นจากออสโลเมื่อไร'],
    [asked('why', past(does(the('ferry'), 'turn'))), 'ทำไมเรือเฟอร์รีจึงกลับลำ'],
    [asked('why', past(does(the('ferry'), 'turn', { negated: true }))), 'ทำไมเรือเฟอร์รีจึงไม่ได้กลับลำ'],
  ])('leave the question word where the answer stands: %#', (said, text) => {
    expect(said).toBe(text);
  });
});

describe('Thai spelling', () => {
  it('parts what would be read as one word doubled', () => {
    expect(say(past(done(the('receipt', how('invalid')), 'sign (contract)')))).toBe('ใบเสร็จรับเงินที่ใช้ไม่ได้ ได้รับการลงนาม');
  });

  it('says the particle of two verbs once, where one clause ends in the other', () => {
    const stolen = the('wallet', { relative: past(does(the('thief'), 'steal', { object: gap })) });
    expect(say(past(does(the('burglar'), 'steal', { object: stolen })))).toBe('โจรย่องเบาขโมยกระเป๋าสตางค์ที่โจรขโมยไป');
  });

  it.each(domains)('of %s holds nothing but Thai, digits and their spaces', domain => {
    const items = sampleTranslations({ domain, from: 'en', to: 'th', count: 1500, seed: 3 });
    const texts = items.map(({ reference }) => reference);
    expect(texts.filter(text => /[^\u0E00-\u0E7F\d ,.]/.test(text))).toEqual([]);
    expect(texts.filter(text => / {2}|^ | $/.test(text))).toEqual([]);
    // Numbers stand apart; commas part thousands only, points belong to hours and to the two abbreviations.
    expect(texts.filter(text => /[\u0E00-\u0E7F]\d|\d[\u0E00-\u0E7F]/.test(text))).toEqual([]);
    expect(texts.filter(text => /,(?!\d{3})|(?<!\d|น|ค|ศ)\./.test(text))).toEqual([]);
    // A sentence ends without a mark.
    expect(texts.filter(text => /[.,]$/.test(text) && !text.endsWith(' น.'))).toEqual([]);
    // No vowel or tone mark without its consonant, and no particle twice.
    expect(texts.filter(text => /(^| )[ัิีึืุู็่้๊๋์]|จะจะ|ไม่ไม่|ได้ได้|ให้ให้|(?<!แผน)ที่ที่|ว่าว่า|กำลังกำลัง|ถูกถูก/.test(text))).toEqual([]);
  });

  it('keeps the end of a clock time in a text that is left open', () => {
    const items = sampleTranslations({ domain: 'court', from: 'en', to: 'th', count: 1500, seed: 9 });
    const open = items.filter(({ source, reference }) => /[ap]m$/.test(source) && reference.includes('เวลา'));
    expect(open.length).toBeGreaterThan(5);
    expect(open.filter(({ reference }) => / น$/.test(reference))).toEqual([]);
  });

  it('is asked for by its name, and lists each word', () => {
    const [item] = sampleTranslations({ domain: 'harbour', from: 'en', to: 'th', count: 1, seed: 1 });
    expect(translationPrompt(item!)[0]!.content).toBe(`Translate into Thai:\n${item!.source}`);
    expect(translationPrompt(item!, createRandom('any'))[0]!.content).toContain('Thai');
    expect(thai.dictionaryForm(concept('nouns', 'dog'))).toBe('สุนัข');
    expect(thai.dictionaryForm(verb('recognise'))).toBe('จำได้');
    expect(thai.forms(verb('wash'))).toEqual(expect.arrayContaining(['ล้าง', 'ซัก', 'อาบน้ำให้']));
    const { nouns, verbs, adjectives, times, names } = lexicon();
    const forms = [...nouns, ...verbs, ...adjectives, ...times, ...names].flatMap(thai.forms);
    expect(forms.filter(form => /[{}[\]|~A-Za-z-]/.test(form))).toEqual([]);
  });
});

describe('Thai as it is said at school, on journeys and in port', () => {
  const often = (times: number) => ({ frequency: { times, per: 'day' } as const });
  const goals = (count: number) => bare('goal', { plural: true, count });

  it.each([
    [past(does(the('sun'), 'shine')), 'แดดออก'],
    [does(the('train'), 'run (train)', { to: named('Vienna'), ...often(4) }), 'รถไฟวิ่งไปยังเวียนนาวันละ 4 เที่ยว'],
    [does(the('team'), 'train', often(4)), 'ทีมฝึกซ้อมวันละ 4 ครั้ง'],
    [past(does(the('team'), 'score', { object: goals(2) })), 'ทีมทำได้สองประตู'],
    [does(the('class'), 'go', { to: the('gym') }), 'นักเรียนทั้งชั้นเดินไปยังโรงยิม'],
    [past(does(the('team'), 'get (mark)', { object: a('mark', { adjective: adjective('bad') }) })), 'ทีมได้คะแนนไม่ดี'],
    [past(does(the('nurse'), 'remove', { object: the('bandage') })), 'พยาบาลแกะผ้าพันแผลออก'],
    [future(done(the('worksheet'), 'collect', { subject: the('teacher'), modal: 'must' })), 'ครูจะต้องเป็นผู้เก็บใบงาน'],
    [
      does(the('crane'), 'lift', { object: the('crate', { adjective: adjective('heavy (cargo)') }) }),
      'เครนยกลังไม้ที่หนักขึ้น',
    ],
    // "เต็นท์ใหม่" would be a new tent.
    [is(the('tent'), 'new'), 'เต็นท์หลังนั้นใหม่'],
    [is(the('lock'), 'wide', { measure: measured(52, 'metre') }), 'ประตูน้ำกว้าง 52 เมตร'],
  ])('(%#)', (clause, text) => expect(say(clause)).toBe(text));
});
