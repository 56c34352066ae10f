import { describe, expect, it } from 'vitest';
import { domains, sampleTranslations } from '../../src/world';
import { forms } from '../../src/world/languages/chinese/forms';
import { chinese } from '../../src/world/languages/zh';
import { concept, lexicon } from '../../src/world/lexicon';
import type { Clause, Conjunction, Infinitive, NounPhrase, Question, Sentence } from '../../src/world/meaning';
import { a, adjective, at, bare, does, done, future, gap, is, it_, measured, named, on, past, the, time } from './say';

const say = (main: Clause, more: Omit<Sentence, 'main'> = {}) => chinese.sentence({ main, ...more });
const zh = (main: Clause, conjunction?: Conjunction, clause?: Clause, first?: boolean) =>
  say(main, conjunction && clause ? { subordinate: { conjunction, clause, first } } : {});
const ask = (question: Question, main: Clause) => say(main, { question });
const to = (id: string, more: Partial<Infinitive> = {}): Infinitive => ({ verb: concept('verbs', id), ...more });
const many = { plural: true };
const some = (id: string, count: number) => bare(id, { plural: true, count });
const having = (subject: NounPhrase, symptom: string) => does(subject, 'have', { object: bare(symptom) });

describe('Chinese nouns', () => {
  const object = (np: NounPhrase) => zh(past(does(the('woman'), 'see', { object: np }))).slice('女人看见了'.length, -1);

  it.each([
    [a('hat'), '一顶帽子'],
    [a('dog'), '一只狗'],
    [a('cow'), '一头奶牛'],
    [a('candle'), '一支蜡烛'],
    [a('teacher'), '一位老师'],
    [a('judge'), '一名法官'],
    [a('freighter'), '一艘货轮'],
    [a('contract'), '一份合同'],
    [a('boat'), '一条小船'],
    [some('shoe', 2), '两只鞋'],
    [some('apple', 3), '三个苹果'],
    [some('letter', 10), '十封信'],
    [some('chair', 12), '12把椅子'],
  ])('has a measure word for each: %#', (np, text) => expect(object(np)).toBe(text));

  it.each([
    [the('dog'), '那只狗'],
    [the('dog', { adjective: adjective('white') }), '那只白色的狗'],
    [the('dog', many), '那些狗'],
    [bare('dog', many), '一些狗'],
    [the('child', many), '孩子们'],
    [the('girl', { ...many, adjective: adjective('tired') }), '疲倦的女孩们'],
    // Reports name what is known without pointing at it.
    [the('freighter'), '货轮'],
    [the('freighter', many), '这些货轮'],
    [the('police officer', many), '警察们'],
    [the('witness', many), '这些证人'],
    [bare('bread'), '面包'],
  ])('tells known from unknown, and one from several: %#', (np, text) => expect(object(np)).toBe(text));

  it.each([
    [the('horse', { adjective: adjective('old') }), '那匹年老的马'],
    [a('book', { adjective: adjective('old') }), '一本旧书'],
    [a('tree', { adjective: adjective('old') }), '一棵老树'],
    [a('city', { adjective: adjective('old') }), '一座古老的城市'],
    [a('boy', { adjective: adjective('young') }), '一个年幼的男孩'],
    [a('student', { adjective: adjective('young') }), '一名年轻的大学生'],
    [bare('coffee', { adjective: adjective('strong') }), '浓咖啡'],
    [a('farmer', { adjective: adjective('strong') }), '一位强壮的农民'],
    [some('pear', 3), '三个梨'],
  ])('chooses adjectives by what they are said of: %#', (np, text) => expect(object(np)).toBe(text));

  it.each([
    [bare('berth', { label: 4 }), '4号泊位'],
    [bare('section', { label: 12 }), '第12条'],
    [the('freighter', { label: concept('names', 'Aurora') }), '“极光”号货轮'],
    [named('Aurora'), '“极光”号'],
    [named('Weber', 'Mr'), '韦伯先生'],
    [named('Keller', 'Mrs'), '凯勒女士'],
    [measured(40, 'tonne', 'coal'), '40吨煤炭'],
    [measured(5, 'milligram', 'morphine'), '5毫克吗啡'],
    [measured(12000, 'litre', 'diesel'), '1.2万升柴油'],
    [measured(2, 'year', 'prison'), '两年有期徒刑'],
    [measured(11, 'month', 'prison'), '11个月有期徒刑'],
  ])('numbers and names things as reports do: %#', (np, text) => expect(object(np)).toBe(text));

  it.each([
    [the('lawyer', { possessor: the('thief') }), '窃贼的律师'],
    [the('lawyer', { possessor: it_(the('thief')) }), '他的律师'],
    [the('passport', { possessor: it_(the('fraudster', many)) }), '她们的护照'],
    [the('passport', { possessor: named('Keller', 'Mrs') }), '凯勒女士的护照'],
    [the('rudder', { possessor: it_(the('tug')) }), '它的船舵'],
    [the('captain', { possessor: named('Aurora') }), '“极光”号船长'],
    [the('anchor', { possessor: named('Aurora') }), '“极光”号的船锚'],
    [the('thief', { relative: past(does(gap, 'steal', { object: a('wallet') })) }), '那名盗走了一个钱包的窃贼'],
    [the('wallet', { relative: past(does(the('thief'), 'steal', { object: gap })) }), '窃贼盗走的钱包'],
    [the('tug', { relative: past(does(gap, 'run aground')) }), '那艘搁浅的拖轮'],
    [the('patient', { relative: having(gap, 'fever') }), '发烧的患者'],
    [the('patient', { relative: having(gap, 'asthma') }), '患有哮喘的患者'],
    [the('infant', { relative: does(the('nurse'), 'vaccinate', { object: gap }) }), '护士给其接种疫苗的婴儿'],
    [
      the('ferry', { relative: past(does(gap, 'sail', { from: named('Oslo'), to: named('Genoa') })) }),
      '那艘从奥斯陆驶往热那亚的渡轮',
    ],
  ])('puts whatever tells of a noun before it: %#', (np, text) => expect(object(np)).toBe(text));
});

describe('Chinese verbs', () => {
  const buy = does(the('man'), 'buy', { object: a('hat') });

  it.each([
    [past(buy), '男人买了一顶帽子。'],
    [{ ...past(buy), negated: true }, '男人没有买帽子。'],
    [{ ...buy, negated: true }, '男人不买帽子。'],
    [future(buy), '男人将买一顶帽子。'],
    [{ ...future(buy), negated: true }, '男人不会买帽子。'],
    [buy, '男人正在买一顶帽子。'],
    [past(does(the('woman'), 'sleep')), '女人睡了一觉。'],
    [past(does(the('woman'), 'sing')), '女人唱了歌。'],
    [past(does(the('woman'), 'work')), '女人工作过。'],
    [past(does(the('woman'), 'work', { time: time('on Monday') })), '女人星期一工作了。'],
    [past(does(the('woman'), 'work', { place: the('hotel') })), '女人在酒店里工作了。'],
    [past(does(the('woman'), 'work', { place: the('hotel'), negated: true })), '女人没有在酒店里工作。'],
    [{ ...past(does(the('woman'), 'work')), negated: true }, '女人没有工作过。'],
    [does(the('man'), 'see', { object: the('dog'), negated: true }), '男人看不见那只狗。'],
    [does(the('patient'), 'faint'), '患者晕倒。'],
    [does(the('patient'), 'faint', { negated: true }), '患者不晕倒。'],
    [past(does(the('court'), 'decide', { infinitive: to('turn') })), '法院决定掉头。'],
    [does(the('ferry'), 'belong', { complement: the('shipowner'), negated: true }), '渡轮不属于船东。'],
    [past(does(the('ferry'), 'belong', { complement: the('shipowner') })), '渡轮当时属于船东。'],
    [past(does(the('ferry'), 'return', { to: the('harbour') })), '渡轮返回了港口。'],
  ])('say what is over, under way, to come or not so: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('says what is going on only where nothing else says when', () => {
    const sing = does(the('woman'), 'sing');
    expect(zh(sing)).toBe('女人正在唱歌。');
    expect(zh({ ...sing, place: the('church') })).toBe('女人在教堂里唱歌。');
    expect(zh({ ...sing, place: the('church'), time: time('now') })).toBe('女人现在正在教堂里唱歌。');
    expect(zh({ ...sing, time: time('on Monday') })).toBe('女人星期一唱歌。');
    expect(zh({ ...sing, time: time('every day') })).toBe('女人每天都唱歌。');
    expect(zh({ ...sing, modal: 'can' })).toBe('女人能唱歌。');
    expect(zh(sing, 'before', does(the('man'), 'dance'))).toBe('在男人跳舞之前，女人唱歌。');
  });

  it.each([
    ['must', '男人必须休息。', '男人不得不休息。'],
    ['can', '男人能休息。', '男人当时能休息。'],
    ['want', '男人想休息。', '男人想休息。'],
    ['may', '男人可以休息。', '男人获准休息。'],
    ['should', '男人应当休息。', '男人本应休息。'],
  ] as const)('has modals, and what came of them: %s', (modal, present, over) => {
    const rest = does(the('man'), 'rest', { modal });
    expect(zh(rest)).toBe(present);
    expect(zh(past(rest))).toBe(over);
  });

  it.each([
    [past(does(the('man'), 'rest', { modal: 'can', negated: true })), '男人没能休息。'],
    [does(the('man'), 'rest', { modal: 'can', negated: true }), '男人不能休息。'],
    [does(the('captain'), 'turn', { modal: 'may', negated: true }), '船长不得掉头。'],
    [past(does(the('captain'), 'turn', { modal: 'can' })), '船长得以掉头。'],
    [future(does(the('captain'), 'turn', { modal: 'must' })), '船长必须掉头。'],
    [done(the('contract'), 'sign (contract)', { subject: the('heir'), modal: 'can' }), '合同可以由继承人签署。'],
  ])('negates modals and fits them to the voice: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('has 把 where something is done with something known', () => {
    const open = does(the('girl'), 'open', { object: the('door') });
    expect(zh(past(open))).toBe('女孩把门打开了。');
    expect(zh({ ...past(open), negated: true })).toBe('女孩没有把门打开。');
    expect(zh({ ...open, modal: 'must' })).toBe('女孩必须把门打开。');
    expect(zh({ ...open, negated: true })).toBe('女孩不打开那扇门。');
    expect(zh(past(does(the('girl'), 'open', { object: a('door') })))).toBe('女孩打开了一扇门。');
    expect(zh(past(does(the('man'), 'eat', { object: the('soup') })))).toBe('男人把汤喝掉了。');
    expect(zh(past(does(the('man'), 'build', { object: the('boat') })))).toBe('男人把小船造好了。');
    expect(zh(does(the('man'), 'repair', { object: the('bed') }))).toBe('男人正在修理那张床。');
  });

  it('gives things to people', () => {
    const gives = (verb: string, object: NounPhrase) =>
      zh(past(does(the('cook'), verb, { recipient: the('child'), object })));
    expect(gives('give', some('apple', 3))).toBe('厨师给了孩子三个苹果。');
    expect(gives('give', the('apple'))).toBe('厨师把苹果给了孩子。');
    expect(gives('show', a('picture'))).toBe('厨师给孩子看了一幅画。');
    expect(gives('show', the('picture'))).toBe('厨师把画给孩子看了。');
    expect(gives('bring', a('cake'))).toBe('厨师给孩子带来了一个蛋糕。');
    expect(gives('send', a('letter'))).toBe('厨师给孩子寄了一封信。');
    expect(gives('send', a('car'))).toBe('厨师给孩子运了一辆汽车。');
    expect(zh(past(does(the('debtor'), 'pay (somebody)', { recipient: the('heir'), object: bare('damages') })))).toBe(
      '债务人向继承人支付了损害赔偿金。',
    );
  });

  it.each([
    [past(does(the('doctor'), 'operate on', { object: the('knee') })), '医生给膝关节做了手术。'],
    [past(does(the('doctor'), 'X-ray', { object: the('ear') })), '医生拍了耳朵的X光片。'],
    [past(does(the('nurse'), 'disinfect', { object: the('wound') })), '护士给伤口消了毒。'],
    [past(does(the('girl'), 'greet', { object: the('teacher') })), '女孩向老师打了招呼。'],
    [past(does(the('girl'), 'hear', { object: the('dog') })), '女孩听见了那只狗的声音。'],
    [past(does(the('girl'), 'hear', { object: the('song') })), '女孩听见了那首歌。'],
    [past(does(the('lawyer'), 'file', { object: a('lawsuit') })), '律师提起了一起诉讼。'],
    [past(does(the('nurse'), 'remove', { object: the('suture') })), '护士拆除了缝线。'],
    [past(does(the('prosecutor'), 'question', { object: the('thief') })), '检察官讯问了窃贼。'],
    [past(does(the('prosecutor'), 'question', { object: the('witness') })), '检察官询问了证人。'],
  ])('splits verbs and picks them by their object: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it.each([
    [having(the('patient'), 'fever'), '患者发烧。'],
    [{ ...having(the('patient'), 'fever'), negated: true }, '患者没有发烧。'],
    [having(the('patient'), 'asthma'), '患者患有哮喘。'],
    [{ ...having(the('patient'), 'asthma'), negated: true }, '患者没有哮喘。'],
    [past(having(the('patient'), 'nausea')), '患者当时感到恶心。'],
    [does(the('thief'), 'have', { object: a('alibi') }), '窃贼有不在场证明。'],
    [past(does(the('thief'), 'have', { object: a('alibi'), negated: true })), '窃贼当时没有不在场证明。'],
    [does(the('infant'), 'breathe', { negated: true }), '婴儿没有呼吸。'],
  ])('has symptoms and things in its own ways: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('counts doses and how often', () => {
    const give = does(the('nurse'), 'give (dose)', {
      recipient: the('patient'),
      object: measured(5, 'milligram', 'morphine'),
    });
    expect(zh(past(give))).toBe('护士给患者用了5毫克吗啡。');
    expect(zh({ ...give, frequency: { times: 2, per: 'day' } })).toBe('护士每天给患者用两次吗啡，每次5毫克。');
    expect(zh({ ...past(give), frequency: { times: 3, per: 'week' } })).toBe(
      '护士当时每周给患者用三次吗啡，每次5毫克。',
    );
    const helping = (id: string, count: number) =>
      zh({ ...give, object: some(id, count), frequency: { times: 3, per: 'day' } });
    expect(helping('tablet', 2)).toBe('护士每天给患者用三次药片，每次两片。');
    expect(helping('drop', 14)).toBe('护士每天给患者用三次滴剂，每次14滴。');
    expect(zh(does(the('doctor'), 'examine', { object: the('knee'), frequency: { times: 1, per: 'week' } }))).toBe(
      '医生每周检查膝关节一次。',
    );
  });

  it.each([
    [does(the('docker'), 'go on strike'), 3, '码头工人罢工了三个小时。'],
    [does(the('police officer'), 'search', { object: the('flat') }), 2, '警察对公寓搜查了两个小时。'],
    [does(the('storm'), 'delay', { object: the('ferry') }), 5, '风暴使渡轮延误了五个小时。'],
    [does(the('harbour master'), 'close (to traffic)', { object: the('canal') }), 12, '港务长把运河封闭了12个小时。'],
    [does(the('witness'), 'remain silent'), 4, '证人保持了四个小时沉默。'],
    [does(the('ferry'), 'anchor', { place: the('bay') }), 6, '渡轮在海湾内停泊了六个小时。'],
    [does(the('ferry'), 'wait (for)', { complement: the('pilot') }), 2, '渡轮等候引航员两个小时。'],
    [done(the('thief'), 'question', { subject: the('inspector') }), 3, '窃贼被警探讯问了三个小时。'],
    [does(the('customs officer'), 'inspect', { object: some('crate', 4) }), 2, '海关关员用两个小时查验了四个木箱。'],
  ])('lasts: %#', (clause, hours, text) =>
    expect(zh({ ...past(clause), duration: measured(hours, 'hour') })).toBe(text),
  );
});

describe('the Chinese passive', () => {
  it.each([
    [past(done(the('thief'), 'arrest', { subject: the('inspector') })), '窃贼被警探逮捕了。'],
    [past(done(the('thief'), 'arrest', { subject: the('victim') })), '窃贼遭被害人逮捕了。'],
    [past(done(the('thief'), 'arrest')), '窃贼被逮捕了。'],
    [past(done(the('thief'), 'arrest', { time: on(3, 3, 2019) })), '窃贼于2019年3月3日被逮捕。'],
    [done(the('wound'), 'stitch', { subject: the('doctor') }), '伤口由医生缝合。'],
    [past(done(the('wound'), 'stitch', { subject: the('doctor') })), '伤口是由医生缝合的。'],
    // Not "不是由医生缝合的": then somebody else did it.
    [past(done(the('wound'), 'stitch', { subject: the('doctor'), negated: true })), '医生没有缝合伤口。'],
    [past(done(the('patient'), 'vaccinate', { subject: the('nurse') })), '患者是由护士接种的疫苗。'],
    [
      past(done(the('knee'), 'operate on', { subject: the('doctor'), time: time('yesterday'), place: the('theatre') })),
      '膝关节是昨天在手术室里由医生做的手术。',
    ],
    [
      past(done(the('knee'), 'operate on', { subject: the('doctor'), time: time('immediately') })),
      '膝关节立即由医生做了手术。',
    ],
    [
      past(done(the('ferry'), 'tow', { subject: the('tug'), to: bare('berth', { label: 4 }) })),
      '渡轮是由拖轮拖到4号泊位的。',
    ],
    [
      past(
        done(the('ferry'), 'tow', {
          subject: the('tug'),
          to: the('quay'),
          time: { day: { day: 4, month: 5, year: 2019 } },
        }),
      ),
      '渡轮于2019年5月4日由拖轮拖到了码头。',
    ],
    [future(done(the('contract'), 'certify', { time: time('after the hearing') })), '合同将在庭审后被公证。'],
    [past(done(the('container'), 'unload', { place: the('quay') })), '集装箱已在码头卸下。'],
    [future(done(the('container'), 'unload', { place: the('quay') })), '集装箱将在码头卸下。'],
    [done(the('anchor'), 'weigh anchor'), '船锚被收起。'],
    [past(done(the('anchor'), 'weigh anchor', { negated: true })), '船锚没有被收起。'],
    [done(the('lawsuit'), 'dismiss', { negated: true }), '诉讼没有被驳回。'],
    [past(done(it_(the('machine')), 'lift')), '它被吊起了。'],
    [done(the('ferry'), 'refuel'), '渡轮正在加油。'],
    [past(done(the('ferry'), 'refuel')), '渡轮已加油。'],
    [past(done(the('ferry'), 'refuel', { time: on(3, 3, 2019) })), '渡轮于2019年3月3日加了油。'],
    [past(done(the('witness'), 'hear (in court)', { subject: the('court') })), '证人的陈述是由法院听取的。'],
    // What is done to patients they receive, and what is carried out takes place.
    [past(done(the('patient'), 'operate on')), '患者接受了手术。'],
    [past(done(the('infant'), 'resuscitate')), '婴儿接受了心肺复苏。'],
    [past(done(the('infant'), 'treat')), '婴儿得到了治疗。'],
    [done(the('patient'), 'vaccinate', { modal: 'can' }), '患者可以接种疫苗。'],
    [past(done(the('patient'), 'vaccinate', { negated: true })), '患者没有接种疫苗。'],
    [past(done(the('operation'), 'carry out', { time: time('yesterday') })), '手术昨天进行了。'],
    [past(done(the('thief'), 'defend', { subject: the('lawyer') })), '窃贼由律师进行了辩护。'],
    [past(done(the('thief'), 'defend')), '窃贼得到了辩护。'],
    // What is suffered comes to something.
    [past(done(the('blackboard'), 'wipe', { negated: true })), '黑板没有被擦干净。'],
    [done(the('homework'), 'collect', { modal: 'must' }), '家庭作业必须被收上来。'],
    [future(done(some('word', 27), 'learn')), '27个单词将被学会。'],
    [past(done(the('picture'), 'draw')), '画被画好了。'],
    [past(done(the('ankle'), 'X-ray', { time: time('immediately') })), '踝关节立即接受了X光检查。'],
    // Nobody need be named who forecasts.
    [past(done(bare('wind force', { label: 9 }), 'forecast')), '预报会有9级风。'],
    [done(the('storm'), 'expect', { subject: the('pilot') }), '引航员预计会有风暴。'],
  ])('says what is suffered, whose business it is, or only the topic: %#', (clause, text) =>
    expect(zh(clause)).toBe(text),
  );
});

describe('the order of a Chinese clause', () => {
  const sail = does(the('freighter'), 'sail', { from: named('Rotterdam'), to: named('Hamburg') });
  const dock = does(the('freighter'), 'dock', { place: bare('berth', { label: 4 }) });

  it.each([
    [past(sail), '货轮从鹿特丹驶往汉堡。'],
    [future({ ...dock, time: at(18, 45) }), '货轮将于18时45分在4号泊位靠泊。'],
    [
      future({ ...dock, time: { day: time('on Monday'), clock: { hour: 9, minute: 0 } } }),
      '货轮将于星期一9时在4号泊位靠泊。',
    ],
    [{ ...dock, time: at(12) }, '货轮于中午12时在4号泊位靠泊。'],
    [{ ...dock, time: at(0) }, '货轮于零时在4号泊位靠泊。'],
    [{ ...past(dock), time: on(3, 3, 2019), timeFirst: true }, '2019年3月3日，货轮在4号泊位靠泊。'],
    [{ ...past(dock), time: time('yesterday') }, '货轮昨天在4号泊位靠泊了。'],
    [{ ...past(dock), time: time('yesterday'), timeFirst: true }, '昨天，货轮在4号泊位靠泊了。'],
    [{ ...past(dock), time: time('after sunset') }, '货轮在日落后在4号泊位靠泊了。'],
    [{ ...future(dock), time: time('tomorrow') }, '货轮明天将在4号泊位靠泊。'],
    [{ ...future(does(the('ferry'), 'turn')), cause: the('storm') }, '渡轮将因风暴掉头。'],
    [{ ...past(does(the('ferry'), 'dock', { negated: true })), cause: the('storm') }, '渡轮因风暴没有靠泊。'],
    [
      past(does(the('crane'), 'unload', { object: some('sack', 6), from: the('barge') })),
      '起重机从驳船上卸下了六个麻袋。',
    ],
    [past(does(the('crane'), 'load', { object: measured(80, 'tonne', 'grain') })), '起重机把80吨谷物装上了船。'],
    [
      past(does(the('docker'), 'load (ship)', { object: the('barge'), complement: measured(80, 'tonne', 'steel') })),
      '码头工人给驳船装上了80吨钢材。',
    ],
    [past(does(the('thief'), 'hide', { object: the('passport'), place: the('cellar') })), '窃贼把护照藏在了地下室里。'],
    [past(does(the('thief'), 'hide', { object: the('passport') })), '窃贼把护照藏了起来。'],
    [does(the('teacher'), 'live', { place: the('city') }), '老师住在城里。'],
    [past(does(the('teacher'), 'live', { place: the('city') })), '老师当时住在城里。'],
    [past(does(the('cat'), 'sleep', { place: the('bridge') })), '猫在桥上睡了一觉。'],
    [past(does(a('cat'), 'sing')), '有一只猫唱了歌。'],
    [
      does(the('court'), 'sentence', {
        object: the('thief'),
        complement: measured(3, 'year', 'prison'),
        basis: bare('section', { label: 12 }),
      }),
      '法院根据第12条判处窃贼三年有期徒刑。',
    ],
    [
      future(
        done(the('thief'), 'convict', { complement: bare('theft'), subject: the('court'), time: time('next week') }),
      ),
      '窃贼下周将被法院判定犯有盗窃罪。',
    ],
    [
      past(does(the('prosecutor'), 'charge', { object: the('thief'), complement: bare('fraud') })),
      '检察官以诈骗罪起诉了窃贼。',
    ],
    [
      past(does(the('court'), 'fine', { object: the('thief'), complement: measured(40000, 'euro') })),
      '法院判处窃贼4万欧元罚金。',
    ],
    [
      past(does(the('heir'), 'sue', { object: the('debtor'), complement: bare('maintenance') })),
      '继承人起诉了债务人，要求支付抚养费。',
    ],
  ])('is time, manner, place, predicate: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('says what is done for what before it', () => {
    const examine = does(the('doctor'), 'examine', {
      object: the('patient'),
      purpose: to('stitch', { object: the('wound') }),
    });
    expect(zh(past(examine))).toBe('为了缝合伤口，医生检查了患者。');
    expect(zh({ ...past(examine), time: time('at noon'), timeFirst: true })).toBe(
      '中午，为了缝合伤口，医生检查了患者。',
    );
    expect(zh(past(examine), 'because', past(having(the('patient'), 'fever')))).toBe(
      '因为患者发烧，所以医生检查了患者，以便缝合伤口。',
    );
  });
});

describe('Chinese adjectives', () => {
  it.each([
    [is(the('box'), 'heavy'), '箱子很重。'],
    [is(the('box'), 'heavy', { negated: true }), '箱子不重。'],
    [is(the('box'), 'red'), '箱子是红色的。'],
    [is(the('box'), 'red', { negated: true }), '箱子不是红色的。'],
    [past(is(the('child'), 'tired')), '孩子当时很累。'],
    [past(is(the('street'), 'long')), '街道很长。'],
    [is(the('essay'), 'long (text)', { measure: measured(7, 'page') }), '作文长7页。'],
    [is(the('lesson'), 'long (text)', { measure: measured(44, 'minute') }), '课时长44分钟。'],
    [is(the('anchor'), 'rusty'), '船锚生锈了。'],
    [is(the('anchor'), 'rusty', { negated: true }), '船锚没有生锈。'],
    [is(the('judgment'), 'final'), '判决已经生效。'],
    [is(the('judgment'), 'final', { negated: true }), '判决尚未生效。'],
    [is(the('canal'), 'navigable', { negated: true }), '运河无法通航。'],
    [is(the('defendant'), 'guilty', { negated: true }), '被告人无罪。'],
    [is(the('defendant'), 'guilty', { complement: bare('theft') }), '被告人犯有盗窃罪。'],
    [is(the('barge'), 'loaded', { complement: measured(90, 'tonne', 'coal') }), '驳船载有90吨煤炭。'],
    [is(the('fairway'), 'deep (water)', { measure: measured(12, 'metre') }), '航道深12米。'],
    // Not "集装箱船长200米", which would be a captain.
    [is(the('container ship'), 'long (ship)', { measure: measured(200, 'metre') }), '集装箱船全长200米。'],
    [future(is(the('canal'), 'frozen')), '运河将封冻。'],
    [future(is(the('swell'), 'dangerous')), '涌浪会很危险。'],
    [is(named('Jonas'), 'old'), '约纳斯很老。'],
  ])('are predicates in their own ways: %#', (clause, text) => expect(zh(clause)).toBe(text));
});

describe('Chinese of what is so', () => {
  it('measures how far something is from where', () => {
    const far = { complement: the('station'), measure: measured(5, 'kilometre') };
    expect(zh(is(the('campsite'), 'away', far))).toBe('露营地距离火车站5公里。');
  });

  it('says by which rule it is', () => {
    const skateboards = bare('skateboard', many);
    expect(zh(is(skateboards, 'forbidden', { basis: the('school rules') }))).toBe('根据校规，禁止使用滑板。');
  });
});

describe('Chinese of several', () => {
  it('has no 们 for parents, and no 一些 for all of a kind', () => {
    const parents = the('parents', { plural: true, possessor: named('Anna') });
    expect(zh(is(parents, 'happy'))).toBe('安娜的父母很高兴。');
    expect(zh(is(bare('dog', many), 'forbidden', { place: the('museum') }))).toBe('在博物馆里禁止狗入内。');
  });

  it('has a word for several sisters and brothers', () => {
    const has = (object: NounPhrase) => zh(does(the('girl'), 'have', { object }));
    expect(has(a('sister'))).toBe('女孩有一个姐姐。');
    expect(has(some('sister', 3))).toBe('女孩有三个姐妹。');
    expect(has(some('brother', 2))).toBe('女孩有两个兄弟。');
  });
});

describe('Chinese questions', () => {
  const steal = past(does(the('thief'), 'steal', { object: the('wallet') }));

  it.each([
    ['whether', steal, '窃贼盗走了钱包吗？'],
    ['whether', is(the('box'), 'heavy'), '箱子重吗？'],
    ['whether', past(does(a('ferry'), 'dock')), '是否有一艘渡轮靠泊了？'],
    ['whether', past(does(bare('ferry', many), 'dock')), '是否有渡轮靠泊了？'],
    ['who', past(does(gap, 'bribe', { object: bare('witness', many) })), '谁贿赂了证人？'],
    ['who', { ...steal, subject: gap }, '谁盗走了钱包？'],
    ['what', { ...steal, object: gap }, '窃贼盗走了什么？'],
    ['who', past(does(the('inspector'), 'arrest', { object: gap })), '警探逮捕了谁？'],
    ['where', steal, '窃贼是在哪里盗走钱包的？'],
    ['where', { ...steal, tense: 'future' }, '窃贼将在哪里盗走钱包？'],
    ['where', past(does(the('thief'), 'hide', { object: the('wallet') })), '窃贼把钱包藏在了哪里？'],
    ['where', past(does(the('crane'), 'load', { object: some('barrel', 12) })), '起重机是在哪里把12个圆桶装上船的？'],
    // Not 为什么, which would ask why.
    ['what', past(does(the('customs officer'), 'clear', { object: gap })), '海关关员给什么办理了通关手续？'],
    ['when', steal, '窃贼是什么时候盗走钱包的？'],
    ['when', past(does(the('doctor'), 'operate on', { object: the('knee') })), '医生是什么时候给膝关节做的手术？'],
    ['when', future(does(the('ferry'), 'dock')), '渡轮将在什么时候靠泊？'],
    ['why', past(does(the('ferry'), 'turn')), '渡轮为什么掉了头？'],
    ['why', { ...past(does(the('ferry'), 'turn')), time: at(3, 15) }, '渡轮为什么于3时15分掉了头？'],
    ['why', future(does(the('ferry'), 'turn')), '渡轮为什么会掉头？'],
    ['where to', does(the('ferry'), 'sail', { from: named('Genoa') }), '渡轮从热那亚驶往哪里？'],
    ['who', past(does(gap, 'dismiss', { object: the('lawsuit') })), '哪家法院驳回了诉讼？'],
    ['what', past(does(the('tug'), 'tow', { object: gap, to: the('quay') })), '拖轮把哪艘船拖到了码头？'],
  ] as [Question, Clause, string][])(
    'leave the question word where the answer would be: %s %#',
    (question, main, text) => expect(ask(question, main)).toBe(text),
  );
});

describe('Chinese sentences of two clauses', () => {
  const slept = past(does(the('man'), 'sleep'));
  const tired = past(is(the('woman'), 'tired'));
  const dropped = past(does(the('storm'), 'drop'));
  const docked = past(does(the('ferry'), 'dock'));

  it.each([
    ['because', tired, slept, '因为女人很累，所以男人睡了一觉。'],
    ['although', tired, slept, '虽然女人很累，但男人还是睡了一觉。'],
    ['before', dropped, docked, '在风暴减弱之前，渡轮靠泊了。'],
    ['after', dropped, docked, '在风暴减弱之后，渡轮靠泊了。'],
    ['as soon as', dropped, docked, '风暴一减弱，渡轮就靠泊了。'],
    [
      'while',
      does(the('pilot'), 'wait (for)', { complement: the('tide') }),
      docked,
      '在引航员等候潮水的时候，渡轮靠泊了。',
    ],
    ['when', dropped, docked, '当风暴减弱时，渡轮靠泊了。'],
    ['if', does(the('storm'), 'drop'), future(does(the('ferry'), 'dock')), '如果风暴减弱，渡轮就会靠泊。'],
    [
      'if',
      does(the('witness'), 'appear', { negated: true }),
      does(the('court'), 'adjourn', { object: the('trial') }),
      '如果证人不出庭，法院就推迟审判。',
    ],
    [
      'so that',
      does(the('ferry'), 'turn', { modal: 'can' }),
      past(does(the('tug'), 'turn')),
      '拖轮掉了头，以便渡轮能掉头。',
    ],
    [
      'so that',
      does(the('ferry'), 'sink', { negated: true }),
      past(does(the('tug'), 'turn')),
      '拖轮掉了头，以免渡轮沉没。',
    ],
  ] as [Conjunction, Clause, Clause, string][])(
    'put first what frames the other: %s',
    (conjunction, clause, main, text) => {
      expect(zh(main, conjunction, clause)).toBe(text);
      expect(zh(main, conjunction, clause, true)).toBe(text);
    },
  );

  it('keeps the time at the front of sentences about time, and at the subject of those about reasons', () => {
    const monday = { ...docked, time: time('on Saturday'), timeFirst: true };
    expect(zh(monday, 'after', dropped)).toBe('星期六，在风暴减弱之后，渡轮靠泊了。');
    expect(zh(monday, 'as soon as', dropped)).toBe('星期六，风暴一减弱，渡轮就靠泊了。');
    expect(zh(monday, 'because', dropped)).toBe('因为风暴减弱了，所以渡轮星期六靠泊了。');
  });

  it('says 一 … 就 only of events that follow each other', () => {
    const fever = past(having(the('patient'), 'fever'));
    const treat = past(does(the('doctor'), 'examine', { object: the('wound') }));
    expect(zh({ ...treat, negated: true }, 'as soon as', fever)).toBe('在患者发烧之后，医生没有立即检查伤口。');
    const obliged = past(does(the('nurse'), 'sign', { object: the('chart'), modal: 'must' }));
    expect(zh(treat, 'as soon as', obliged)).toBe('在护士不得不签署病历之后，医生立即检查了伤口。');
  });

  it('say 的时候 of what is not over yet', () => {
    const cook = past(does(the('woman'), 'cook', { object: the('fish') }));
    expect(zh(slept, 'after', cook)).toBe('在女人把鱼煮好之后，男人睡了一觉。');
    expect(zh(slept, 'while', cook)).toBe('在女人煮鱼的时候，男人正在睡觉。');
    const repair = past(does(the('woman'), 'repair', { object: the('chair') }));
    expect(zh(slept, 'while', repair)).toBe('在女人修理那把椅子的时候，男人正在睡觉。');
    const solve = past(does(the('class'), 'solve', { object: the('task', many) }));
    expect(zh(slept, 'while', solve)).toBe('在班级做这些习题的时候，男人正在睡觉。');
  });

  it('say what went on meanwhile, and what came of it', () => {
    const sleep = does(the('woman'), 'sleep');
    const work = past(does(the('man'), 'work'));
    expect(zh(work, 'while', sleep)).toBe('在女人睡觉的时候，男人正在工作。');
    expect(zh({ ...work, place: the('garden') }, 'while', sleep)).toBe('在女人睡觉的时候，男人在花园里工作。');
    const clean = does(the('man'), 'clean', { object: the('window') });
    expect(zh(clean, 'while', sleep)).toBe('在女人睡觉的时候，男人正在擦那扇窗户。');
    expect(zh(past(clean), 'while', sleep)).toBe('在女人睡觉的时候，男人把窗户擦干净了。');
  });

  it('need no 当 where nobody is named', () => {
    const girl = the('girl');
    const eat = past(does(girl, 'eat', { object: a('cake') }));
    expect(zh(eat, 'when', past(is(it_(girl), 'hungry')))).toBe('饿的时候，女孩吃了一个蛋糕。');
  });

  it('has one 在 less where a place has its own', () => {
    const sing = past(does(the('woman'), 'sing', { place: the('church') }));
    expect(zh(slept, 'while', sing)).toBe('女人在教堂里唱歌的时候，男人正在睡觉。');
  });

  it('names people before it says he or she', () => {
    const thief = the('thief');
    const arrest = past(does(the('inspector'), 'arrest', { object: thief }));
    expect(zh(arrest, 'because', past(is(it_(thief), 'drunk')))).toBe('因为窃贼喝醉了，所以警探逮捕了他。');
    const ferry = the('ferry');
    expect(zh(past(does(ferry, 'dock')), 'although', past(is(it_(ferry), 'damaged')))).toBe(
      '虽然渡轮受损了，但它还是靠泊了。',
    );
    const trial = the('trial');
    expect(zh(past(does(the('court'), 'adjourn', { object: trial })), 'because', past(is(it_(trial), 'lengthy')))).toBe(
      '因为审判很漫长，所以法院推迟了审判。',
    );
    expect(zh(future(does(it_(ferry), 'dock')), 'if', does(ferry, 'turn'), true)).toBe('如果渡轮掉头，它就会靠泊。');
  });

  it('names once who does both', () => {
    const judge = the('judge');
    const open = past(does(judge, 'open (trial)', { object: the('trial') }));
    const swear = past(does(it_(judge), 'swear in', { object: the('witness') }));
    expect(zh(open, 'before', swear)).toBe('在主持证人宣誓之前，法官宣布审判开始。');
  });
});

describe('Chinese reports', () => {
  const thief = the('thief');
  const witness = the('witness');
  const rob = past(does(it_(thief), 'rob', { object: the('bank') }));

  it.each([
    [past(does(witness, 'testify', { content: past(does(thief, 'flee')) })), '证人作证说，窃贼逃跑了。'],
    [
      past(does(witness, 'testify', { content: past(does(it_(witness), 'recognise', { object: thief })) })),
      '证人作证说，他认出了窃贼。',
    ],
    [past(does(thief, 'deny', { content: rob })), '窃贼否认自己抢劫了银行。'],
    [does(thief, 'claim', { content: is(it_(thief), 'innocent') }), '窃贼声称自己是无辜的。'],
    [past(does(the('expert'), 'explain', { content: past(is(the('will'), 'fake')) })), '鉴定人解释说，遗嘱是伪造的。'],
    [
      past(
        does(the('harbour master'), 'announce', {
          content: future(does(the('ferry'), 'dock', { time: at(9, 5), timeFirst: true })),
        }),
      ),
      '港务长宣布，渡轮将于9时05分靠泊。',
    ],
    [does(the('captain'), 'fear', { content: future(does(the('tug'), 'sink')) }), '船长担心拖轮会沉没。'],
    [
      past(does(witness, 'testify', { negated: true, content: past(does(thief, 'flee')) })),
      '证人没有作证说窃贼逃跑了。',
    ],
  ])('say who said what: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it.each([
    [
      past(
        does(the('court'), 'order', {
          object: the('debtor'),
          infinitive: to('pay (somebody)', { recipient: the('heir'), object: bare('maintenance') }),
        }),
      ),
      '法院责令债务人向继承人支付抚养费。',
    ],
    [
      future(
        does(the('harbour master'), 'instruct', {
          object: the('captain'),
          infinitive: to('dock', { place: the('jetty') }),
        }),
      ),
      '港务长将指示船长在栈桥靠泊。',
    ],
    [
      past(does(thief, 'refuse', { infinitive: to('confess', { complement: bare('fraud') }) })),
      '窃贼拒绝供认犯有诈骗罪。',
    ],
    [
      past(done(the('captain'), 'instruct', { subject: the('harbour master'), infinitive: to('turn') })),
      '船长被港务长指示掉头。',
    ],
  ])('tell what is to be done: %#', (clause, text) => expect(zh(clause)).toBe(text));
});

describe('Chinese texts', () => {
  const texts = domains.flatMap(domain =>
    sampleTranslations({ domain, from: 'en', to: 'zh', count: 1500, seed: 'zh' }).map(({ reference }) => reference),
  );

  it('are Chinese throughout: no gaps, no spaces, no Latin letters but those of X光, no half-width marks', () => {
    const foreign = (text: string) =>
      /undefined|null|NaN|[\s,.?!:;"'()[\]·|]|[a-zA-Z]/.test(text.replaceAll('X光', '').replace(/\d\.\d万/g, ''));
    expect(texts.filter(foreign)).toEqual([]);
  });

  it('end each sentence with its mark, but for the last one that is left open', () => {
    expect(texts.filter(text => !/^[^。？]+([。？][^。？]+)*[。？]?$/.test(text))).toEqual([]);
    expect(texts.filter(text => /吗[^？啡]|谁。|什么。|，[，。？]|。，/.test(text))).toEqual([]);
  });

  it('say no particle twice', () => {
    const twice = (text: string) =>
      // "现在在" is no slip.

      /的的|了了|[^现]在在|被被|将将|把把|是是|有有|没有有|一一|过过|就就|都都|已已|于于|正在在/.test(text);
    expect(texts.filter(twice)).toEqual([]);
  });

  it('say 两, and not 二, before a measure word', () => {
    expect(texts.filter(text => /[^期]二[个只条本位名艘份张把]/.test(text))).toEqual([]);
  });
});

describe('the Chinese lexicon', () => {
  it('names nouns and tags that there are, where a word differs by its object', () => {
    const { nouns, names, verbs, adjectives } = lexicon();
    const kinds = new Set([...nouns, ...names].flatMap(({ id, tags }) => [id, ...tags]));
    const used = [...verbs.map(verb => forms.verb(verb)), ...adjectives.map(word => forms.adjective(word))]
      .flatMap(({ special }) => special.flatMap(({ kinds }) => kinds.map(kind => kind.replace(/^by /, ''))))
      .filter(kind => !['alone', 'lasting', 'often', 'meanwhile'].includes(kind));
    expect(used.filter(kind => !kinds.has(kind))).toEqual([]);
  });
});

describe('what was so once', () => {
  it.each([
    [past(is(the('cup'), 'blue')), '杯子当时是蓝色的。'],
    [past(is(the('cup'), 'blue', { negated: true })), '杯子当时不是蓝色的。'],
    [past(is(the('soup'), 'cold')), '汤当时很凉。'],
    [past(is(the('tea'), 'sweet')), '茶当时很甜。'],
    [past(is(the('story'), 'long')), '故事很长。'],
    [past(does(the('goat'), 'live', { place: the('garden') })), '山羊当时住在花园里。'],
    [past(does(named('Anna'), 'love', { object: named('Ben') })), '安娜当时爱本恩。'],
  ])('is told from what is so: %#', (clause, text) => expect(zh(clause)).toBe(text));
});

describe('reasons and contrasts in Chinese', () => {
  it('follow what they are about, if it is new', () => {
    const uncle = a('uncle');
    const ring = a('ring');
    const sends = does(uncle, 'send', { object: ring, recipient: the('cook') });
    expect(zh(sends, 'because', is(it_(ring), 'beautiful'))).toBe('有一位叔叔给厨师寄一枚戒指，因为它很漂亮。');
    expect(zh(past(does(uncle, 'laugh')), 'because', past(is(it_(uncle), 'happy')))).toBe(
      '有一位叔叔笑了，因为他很高兴。',
    );
  });

  it('come first if only something else in them is new', () => {
    const man = the('man');
    const carried = past(does(it_(man), 'carry', { object: a('box') }));
    expect(zh(past(is(man, 'tired')), 'because', carried)).toBe('因为男人搬了一个箱子，所以他很累。');
  });

  it('say what happens all the same', () => {
    const team = the('team');
    const tired = is(it_(team), 'tired');
    expect(zh(does(team, 'train'), 'although', tired)).toBe('虽然球队很累，但它还是在训练。');
    expect(zh(future(does(team, 'train')), 'although', tired)).toBe('虽然球队很累，但它还是会训练。');
    const patient = the('patient');
    const vaccinated = (more = {}) => past(done(patient, 'vaccinate', { subject: the('nurse'), ...more }));
    const weary = is(it_(patient), 'tired');
    expect(zh(vaccinated(), 'although', weary)).toBe('虽然患者很累，但护士还是给他接种了疫苗。');
    expect(zh(vaccinated({ negated: true }), 'although', weary)).toBe('虽然患者很累，但护士还是没有给他接种疫苗。');
  });

  it('tell what was done rather than who it was that did it', () => {
    const wound = the('wound');
    const stitched = past(done(it_(wound), 'stitch', { subject: the('doctor') }));
    expect(zh(stitched, 'because', is(wound, 'painful'))).toBe('因为伤口很痛，所以医生缝合了伤口。');
  });

  it('take work for done rather than for an experience', () => {
    const cook = the('cook');
    const worked = past(does(it_(cook), 'work'));
    expect(zh(is(cook, 'tired'), 'because', worked)).toBe('因为厨师工作了，所以他很累。');
    expect(zh(worked, 'although', is(cook, 'tired'))).toBe('虽然厨师很累，但他还是工作了。');
  });

  it('take up a substance without pointing at it', () => {
    const tea = the('tea');
    const drinks = does(the('aunt'), 'drink', { object: tea });
    expect(zh(drinks, 'although', is(it_(tea), 'hot'))).toBe('虽然茶很热，但姑姑还是在喝茶。');
  });
});

describe('what people do at school and on journeys, in Chinese', () => {
  const girl = the('girl');
  const ruler = the('ruler', { possessor: it_(girl) });
  const hiker = the('hiker');

  it.each([
    [
      past(does(girl, 'claim', { content: past(does(it_(girl), 'forget', { object: ruler })) })),
      '女孩声称自己忘带了尺子。',
    ],
    [
      does(girl, 'hope', { content: future(does(named('Ida'), 'win', { object: the('race') })) }),
      '女孩希望艾达会赢得赛跑。',
    ],
    [
      past(
        does(the('hiker', many), 'think', {
          content: past(
            does(it_(the('hiker', many)), 'forget', {
              object: the('passport', { ...many, possessor: it_(the('hiker', many)) }),
            }),
          ),
        }),
      ),
      '徒步者们认为自己忘带了护照。',
    ],
    [past(done(the('task'), 'understand', { subject: the('class') })), '习题被班级理解了。'],
    [does(girl, 'try', { infinitive: to('understand', { object: the('rule') }) }), '女孩试图理解规则。'],
    [
      past(does(girl, 'practise', { object: the('song'), duration: measured(2, 'hour') })),
      '女孩练那首歌练了两个小时。',
    ],
    [past(done(the('song'), 'practise', { duration: measured(2, 'hour') })), '歌练习了两个小时。'],
    [past(does(the('sun'), 'shine')), '出了太阳。'],
    [future(does(the('sun'), 'shine', { negated: true })), '不会出太阳。'],
    [past(does(girl, 'look for', { object: the('ruler'), duration: measured(2, 'hour') })), '女孩找尺子找了两个小时。'],
    [does(girl, 'have', { object: a('brother') }), '女孩有一个哥哥。'],
    [does(hiker, 'climb', { object: the('mountain') }), '徒步者登上那座山。'],
    [past(does(hiker, 'hike', { to: the('lake') })), '徒步者徒步走到了湖边。'],
    [past(does(hiker, 'hike', { from: the('lake'), to: the('village') })), '徒步者从湖边徒步走到了村子。'],
    [
      does(the('train'), 'run (train)', {
        from: named('Rome'),
        to: named('Zurich'),
        frequency: { times: 2, per: 'day' },
      }),
      '火车每天有两班从罗马开往苏黎世。',
    ],
    [does(the('train'), 'run (train)', { to: named('Zurich') }), '火车开往苏黎世。'],
    [past(does(girl, 'close', { object: the('bag') })), '女孩把包拉上了。'],
    [
      does(girl, 'practise', { object: bare('song', many), frequency: { times: 4, per: 'week' } }),
      '女孩每周练习四次歌。',
    ],
    // Not 星期日本应, which would speak of Japan.
    [past(does(girl, 'rest', { modal: 'should', time: time('on Sunday') })), '女孩本应星期日休息。'],
    [past(does(girl, 'rest', { modal: 'should', time: time('yesterday') })), '女孩昨天本应休息。'],
    [past(does(hiker, 'cross', { object: the('bridge') })), '徒步者走过了那座桥。'],
    [past(does(the('train'), 'cross', { object: the('bridge') })), '火车驶过了那座桥。'],
    [past(does(hiker, 'enjoy', { object: the('sun') })), '徒步者晒了太阳。'],
    [past(does(the('bus'), 'depart')), '巴士发车了。'],
    [past(does(the('taxi'), 'turn left', { place: the('crossing') })), '出租车在路口左转了。'],
    [past(does(the('bus'), 'depart', { time: at(14) })), '巴士于14时发车。'],
  ])('is said as people say it: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('has its time before 将 and its cause behind it', () => {
    const cancels = does(gap, 'cancel', { object: the('flight'), cause: the('storm'), time: time('in the evening') });
    expect(ask('who', future(cancels))).toBe('谁晚上将因风暴取消航班？');
  });
});

describe('the Chinese present', () => {
  const denied = (id: string, object?: NounPhrase): Clause => does(the('girl'), id, { object, negated: true });

  it.each([
    // Nothing comes of it: 没有找到 would be the past.
    [denied('find', { ...the('key') }), '女孩找不到那把钥匙。'],
    [denied('hear', the('dog')), '女孩听不见那只狗的声音。'],
    [denied('solve', the('task')), '女孩解不出习题。'],
    [past(denied('find', the('key'))), '女孩没有找到那把钥匙。'],
    [future(denied('find', the('key'))), '女孩不会找到那把钥匙。'],
    [does(the('girl'), 'find', { object: the('key'), negated: true, modal: 'can' }), '女孩不能找到那把钥匙。'],
    [done(the('thief'), 'recognise', { negated: true }), '窃贼没有被认出。'],
    [does(the('snow'), 'melt', { negated: true }), '积雪不融化。'],
    [past(does(the('snow'), 'melt', { negated: true })), '积雪没有融化。'],
    [
      does(the('girl'), 'win', { object: the('race'), negated: true, time: time('on Tuesday') }),
      '女孩星期二不赢得赛跑。',
    ],
    [does(the('girl'), 'miss', { object: the('bus'), time: time('on Tuesday') }), '女孩星期二错过巴士。'],
    [past(does(the('girl'), 'miss', { object: the('bus'), time: time('on Tuesday') })), '女孩星期二错过了巴士。'],
  ])('is not said like the past: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('asks what happens, not what has happened', () => {
    const lose = does(the('team'), 'lose (match)', { object: gap });
    expect(ask('what', lose)).toBe('球队输掉什么？');
    expect(ask('what', past(lose))).toBe('球队输掉了什么？');
  });
});

describe('Chinese questions that end with 好', () => {
  it('do not end as if they asked for agreement', () => {
    const pack = does(the('girl'), 'pack', { object: the('schoolbag') });
    expect(ask('whether', future(pack))).toBe('女孩将收拾书包吗？');
    expect(ask('whether', { ...pack, modal: 'must' })).toBe('女孩必须收拾书包吗？');
    expect(ask('whether', past(pack))).toBe('女孩把书包收拾好了吗？');
    expect(ask('whether', future(does(the('sailor'), 'moor', { object: the('ferry') })))).toBe('水手将系泊渡轮吗？');
  });
});

describe('what Chinese names in the verb', () => {
  it.each([
    [past(does(the('rain'), 'start (rain)', { time: time('last week') })), '上周开始下雨了。'],
    [future(does(the('rain'), 'start (rain)')), '将开始下雨。'],
    [past(does(the('rain'), 'start (rain)', { negated: true })), '没有开始下雨。'],
    [past(does(the('rain'), 'stop (rain)')), '雨停了。'],
    [past(does(the('sun'), 'shine', { time: time('yesterday') })), '昨天出了太阳。'],
    [is(bare('mobile phone', many), 'forbidden', { basis: the('school rules') }), '根据校规，禁止使用手机。'],
    [is(bare('mobile phone', many), 'forbidden', { place: the('classroom') }), '在教室里禁止使用手机。'],
  ])('is not named again: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('is what would be asked for', () => {
    expect(ask('when', past(does(the('rain'), 'start (rain)')))).toBe('是什么时候开始下雨的？');
  });
});

describe('how often, in Chinese', () => {
  const often = { times: 5, per: 'week' } as const;
  const girl = the('girl');

  it.each([
    [does(girl, 'play (game)', { object: bare('football'), frequency: often }), '女孩每周踢五次足球。'],
    [does(girl, 'practise', { object: a('song'), frequency: often }), '女孩每周把一首歌练习五次。'],
    [does(girl, 'practise', { object: the('song'), frequency: often }), '女孩每周练习那首歌五次。'],
    [does(girl, 'swim', { frequency: often }), '女孩每周游泳五次。'],
  ])('stands before what is any of its kind, and behind what is known: %#', (clause, text) =>
    expect(zh(clause)).toBe(text),
  );
});

describe('what is done to things, in Chinese,', () => {
  it.each([
    [past(done(the('song'), 'practise', { time: time('on Friday') })), '歌星期五练习了。'],
    [past(done(the('pallet'), 'store')), '托盘已存放起来。'],
    [past(does(the('docker'), 'store', { object: the('pallet') })), '码头工人把托盘存放了起来。'],
    [past(done(the('fracture'), 'treat')), '骨折得到了治疗。'],
    [
      past(done(the('ankle'), 'X-ray', { subject: the('intern', many), time: time('at noon') })),
      '踝关节的X光片是中午由住院医师们拍的。',
    ],
    [past(is(bare('berth', { label: 4 }), 'free', { negated: true })), '4号泊位当时不空闲。'],
    [past(done(the('necklace'), 'hide')), '项链被藏了起来。'],
  ])('is said as people say it: %#', (clause, text) => expect(zh(clause)).toBe(text));

  it('keeps 起来 with its verb where one asks when', () => {
    expect(ask('when', past(done(the('necklace'), 'hide')))).toBe('项链是什么时候被藏起来的？');
  });
});
