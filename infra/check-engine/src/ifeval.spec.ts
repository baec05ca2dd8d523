import { namesOf } from './read-rule.ts';
import { judged } from './spec-verdict.ts';

/**
 * The 25 instruction types of IFEval (arXiv:2311.07911), each said in the check language. `says` is the sentence that
 * the benchmark's reference implementation (instruction_following_eval/instructions.py) gives to the model.
 */
const english = (text: string): string => `The weather in the northern mountains will be cold and clear ${text}`;

interface Type {
  readonly says: string;
  readonly rule: object;
  readonly follows: readonly string[];
  readonly breaks: readonly string[];
}

const TYPES: Readonly<Record<string, Type>> = {
  'keywords:existence': {
    says: 'Include keywords {keywords} in the response. (Anywhere, in any case.)',
    rule: { rule: 'keywords', keywords: ['correlated', 'expérience'] },
    follows: ['Correlated with EXPE\u0301RIENCE', 'x-correlatedexpérience\r\n'],
    breaks: ['', 'correlated', '```\nexpérience\n```'],
  },
  'keywords:frequency': {
    says: 'In your response, the word {keyword} should appear {at least} {frequency} times.',
    rule: { rule: 'keyword_count', keyword: 'flock', min: 3 },
    follows: ['Flock, flock,\r\nFLOCK', 'flockflockflock'],
    breaks: ['', 'flock flock', 'f lock '.repeat(9)],
  },
  'keywords:frequency, less than': {
    says: 'If `less than`, the actual number of occurrences < frequency.',
    rule: { rule: 'keyword_count', keyword: 'naïve', max: 1 },
    follows: ['', 'nai\u0308ve', 'naive naive'],
    breaks: ['naïve Naïve', '```naïve naïve```'],
  },
  'keywords:forbidden_words': {
    says: 'Do not include keywords {forbidden_words} in the response. (As whole words, in any case.)',
    rule: { rule: 'forbidden_words', words: ['field', 'thanks'] },
    follows: ['', 'fieldwork, thanksgiving', 'midfield'],
    breaks: ['A Field.', 'x\r\nTHANKS', '```\nfield\n```'],
  },
  'keywords:letter_frequency': {
    says: 'In your response, the letter {letter} should appear {let_relation} {let_frequency} times. (In any case.)',
    rule: { rule: 'letter_frequency', letter: 'ö', min: 2 },
    follows: ['Öö', 'o\u0308\r\nÖ'],
    breaks: ['', 'oö', 'oo'],
  },
  'keywords:letter_frequency, less than': {
    says: 'If `less than`, the actual number of occurrences < frequency. (The letter may be a sign.)',
    rule: { rule: 'letter_frequency', letter: '#', max: 1 },
    follows: ['', '# a'],
    breaks: ['## a', '#\r\n#'],
  },
  'language:response_language': {
    says: 'Your ENTIRE response should be in {language} language, no other language is allowed.',
    rule: { rule: 'language', language: 'de' },
    follows: ['Die Besprechung wurde auf Donnerstag verschoben,\r\nweil der Raum an den anderen Tagen belegt ist.'],
    breaks: [
      english('on Sunday.'),
      `${'Die Besprechung wurde auf Donnerstag verschoben, weil der Raum belegt ist. '.repeat(40)}${english('too. ').repeat(20)}`,
      '会议改到星期四，因为其他日子房间都被占用了，请大家准时参加。',
    ],
  },
  'length_constraints:number_sentences': {
    says: 'Your response should contain {at least} {num_sentences} sentences.',
    rule: { rule: 'sentence_count', min: 3 },
    follows: ['One. Two! Three?', 'one\r\ntwo\r\nthree', '一。二。三。'],
    breaks: ['', 'Mr. A. met Dr. B., e.g. at 3.30 p.m. today.', '... !!! ???'],
  },
  'length_constraints:number_sentences, less than': {
    says: 'If `less than`, the actual number of sentences < the threshold.',
    rule: { rule: 'sentence_count', max: 1 },
    follows: ['', 'It costs $3.50 at St. Ives.'],
    breaks: ['Yes. No.', 'Yes!\r\nNo!'],
  },
  'length_constraints:number_paragraphs': {
    says: 'There should be {num_paragraphs} paragraphs. Paragraphs are separated with the markdown divider: ***',
    rule: { rule: 'paragraph_count', min: 2, max: 2, separator: '***' },
    follows: ['a\r\n***\r\nb', '***\na\n***\né\n***'],
    breaks: ['', 'a\n\nb', 'a***b***c', 'a *** *** b'],
  },
  'length_constraints:number_words': {
    says: 'Answer with {at least} {num_words} words.',
    rule: { rule: 'word_count', min: 3 },
    follows: ['a b c', 'один\r\nдва три', '1 2 3'],
    breaks: ['', 'a b', '- - - 🙂 🙂 🙂'],
  },
  'length_constraints:number_words, less than': {
    says: 'If `less than`, the actual number of words < num_words.',
    rule: { rule: 'word_count', max: 2 },
    follows: ['', 'a\r\nb', 'e\u0301te\u0301'],
    breaks: ['a b c', '```\na b c\n```'],
  },
  'length_constraints:nth_paragraph_first_word': {
    says: 'There should be {num_paragraphs} paragraphs … separated with each other by two new lines … Paragraph {nth_paragraph} must start with word {first_word}.',
    rule: {
      rule: 'all_of',
      rules: [
        { rule: 'paragraph_count', min: 2, max: 2 },
        { rule: 'paragraph_starts_with', paragraph: 2, word: 'weekend' },
      ],
    },
    follows: ['a\n\nWeekend, b', 'a\r\n\r\n"weekend" b', 'a\n\n\n\nweekend\n'],
    breaks: ['', 'weekend\n\na', 'a\n\nb\n\nweekend', 'a\nweekend', 'a\n\nweekends'],
  },
  'detectable_content:number_placeholders': {
    says: 'The response must contain at least {num_placeholders} placeholders represented by square brackets, such as [address].',
    rule: { rule: 'placeholder_count', min: 2 },
    follows: ['[name] [adresse é]', '[a]\r\n[b][c]'],
    breaks: ['', '[name]', '[a\nb] [c'],
  },
  'detectable_content:postscript': {
    says: 'At the end of your response, please explicitly add a postscript starting with {postscript}.',
    rule: { rule: 'postscript', marker: 'P.P.S' },
    follows: ['Dear\n\nP.P.S. tea', 'a\r\np. p. s bring é'],
    breaks: ['', 'P.S. tea', 'no postscript'],
  },
  'detectable_format:number_bullet_lists': {
    says: 'Your answer must contain exactly {num_bullets} bullet points. Use the markdown bullet points such as: * This is point 1.',
    rule: { rule: 'bullet_count', min: 2, max: 2 },
    follows: ['* a\n* b', 'x:\r\n  - é\r\n  - b', '**bold**\n* a\n* b'],
    breaks: ['', '* a', '* a\n- b\n* c', '1. a\n2. b'],
  },
  'detectable_format:constrained_response': {
    says: 'Answer with one of the following options: {response_options}. (The response contains it.)',
    rule: {
      rule: 'any_of',
      rules: ['yes', 'no', 'maybe'].map((option) => ({
        rule: 'contains',
        text: `My answer is ${option}.`,
        case_sensitive: true,
      })),
    },
    follows: ['My answer is no.', ' x\r\nMy answer is maybe. y'],
    breaks: ['', 'my answer is yes.', 'My answer is sí.'],
  },
  'detectable_format:number_highlighted_sections': {
    says: 'Highlight at least {num_highlights} sections in your answer with markdown, i.e. *highlighted section*.',
    rule: { rule: 'highlight_count', min: 2 },
    follows: ['*a* *b*', '**a**\r\n*é*'],
    breaks: ['', '*a*', '*a\nb* **', '* *  ** **'],
  },
  'detectable_format:multiple_sections': {
    says: 'Your response must have {num_sections} sections. Mark the beginning of each section with {section_spliter} X, such as: Section 1. (At least as many.)',
    rule: { rule: 'numbered_sections', word: 'SECTION', min: 2 },
    follows: ['SECTION 1\na\nSECTION 2\nb', 'SECTION 1\r\né\r\nSECTION2'],
    breaks: ['', 'Section 1\nSection 2', 'SECTION 1', 'SECTION A\nSECTION B'],
  },
  'detectable_format:json_format': {
    says: 'Entire output should be wrapped in JSON format. You can use markdown ticks such as ```.',
    rule: { rule: 'only_json', allow_fence: true },
    follows: ['{"é":1}', '```json\n[1]\n```', '```JSON\r\n{"a":"b"}\r\n```\r\n', '```\n1\n```'],
    breaks: ['', 'Here: {}', '```json\n{}', '{"a":1} {"b":2}', '```json\n{a:1}\n```'],
  },
  'detectable_format:title': {
    says: 'Your answer must contain a title, wrapped in double angular brackets, such as <<poem of joy>>.',
    rule: { rule: 'title' },
    follows: ['<<poem of joy>>', 'x\r\n <<é>>'],
    breaks: ['', '<poem>', '<< >>', '<<a\nb>>'],
  },
  'combination:two_responses': {
    says: 'Give two different responses. Responses and only responses should be separated by 6 asterisk symbols: ******.',
    rule: { rule: 'several_responses', count: 2, separator: '******' },
    follows: ['a\r\n******\r\né', '******a******b******'],
    breaks: ['', 'a', 'a ****** a', 'a******b******c', 'a ****** ****** b'],
  },
  'combination:repeat_prompt': {
    says: 'First repeat the request word for word without change, then give your answer.',
    rule: { rule: 'repeats_prompt', prompt: 'Write a poem about é.' },
    follows: ['Write a poem about é.\r\nAn e', ' WRITE A POEM ABOUT E\u0301. x'],
    breaks: ['', 'Sure. Write a poem about é.', 'Write a poem about e.'],
  },
  'startend:end_checker': {
    says: 'Finish your response with this exact phrase {ender}. No other words should follow this phrase.',
    rule: { rule: 'ends_with', texts: ['Is there anything else I can help with?'] },
    follows: ['a. Is there anything else I can help with?\r\n', '"is there anything ELSE I can help with?"'],
    breaks: ['', 'Is there anything else I can help with? Bye', 'a'],
  },
  'startend:quotation': {
    says: 'Wrap your entire response with double quotation marks.',
    rule: { rule: 'quoted', straight: true },
    follows: ['"a"', ' "a\r\né" \n'],
    breaks: ['', '"', 'a', '"a" b', '“a”'],
  },
  'change_case:capital_word_frequency': {
    says: 'In your response, words with all capital letters should appear {at least} {frequency} times. (Hyphenated words count as one.)',
    rule: { rule: 'capital_word_count', min: 2 },
    follows: ['A WELL-KNOWN fact', 'ÉTÉ\r\nNASA'],
    breaks: ['', 'NASA', 'Iphone iOS 42'],
  },
  'change_case:capital_word_frequency, less than': {
    says: 'If `less than`, capital words < frequency.',
    rule: { rule: 'capital_word_count', max: 1 },
    follows: ['', 'A cat'],
    breaks: ['A B', 'ÉTÉ NASA'],
  },
  'change_case:english_capital': {
    says: 'Your entire response should be in English, and in all capital letters.',
    rule: {
      rule: 'all_of',
      rules: [
        { rule: 'letter_case', case: 'upper' },
        { rule: 'language', language: 'en' },
      ],
    },
    follows: [english('ON\r\nSUNDAY').toUpperCase()],
    breaks: [english(''), 'LA RÉUNION A ÉTÉ DÉPLACÉE À JEUDI PARCE QUE LA SALLE EST OCCUPÉE.', '', '123'],
  },
  'change_case:english_lowercase': {
    says: 'Your entire response should be in English, and in all lowercase letters. No capital letters are allowed.',
    rule: {
      rule: 'all_of',
      rules: [
        { rule: 'letter_case', case: 'lower' },
        { rule: 'language', language: 'en' },
      ],
    },
    follows: [english('on\r\nsunday').toLowerCase()],
    breaks: [english(''), 'la réunion a été déplacée à jeudi parce que la salle est occupée.', '', '123'],
  },
  'punctuation:no_comma': {
    says: 'In your entire response, refrain from the use of any commas.',
    rule: { rule: 'no_commas' },
    follows: ['', 'a; b. c\r\n', '1.000'],
    breaks: ['a, b', '```\n[1,2]\n```', '1,000'],
  },
};

describe('The instruction types of IFEval', () => {
  it('are 25, and all can be said', () => {
    const types = new Set(Object.keys(TYPES).map((type) => type.split(',')[0]));
    expect(types.size).toBe(25);
    for (const { rule } of Object.values(TYPES)) expect(namesOf(rule)).not.toEqual([]);
  });

  describe.each(Object.entries(TYPES))('%s', (_, { says, rule, follows, breaks }) => {
    it.each(follows)(`“${says}” is followed by %j`, async (output) =>
      expect((await judged(rule, output)).verdict).toBe('pass'),
    );
    it.each(breaks)(`“${says}” is broken by %j`, async (output) =>
      expect((await judged(rule, output)).verdict).toBe('fail'),
    );
  });

  it('a text whose language cannot be told counts neither way, where the benchmark counts it as followed', async () =>
    expect((await judged(TYPES['language:response_language']!.rule, 'OK')).verdict).toBe('not_applicable'));

  it.each(
    Object.entries({
      ar: 'تم نقل الاجتماع إلى يوم الخميس لأن القاعة محجوزة في الأيام الأخرى.',
      bg: 'Срещата беше преместена за четвъртък, защото стаята е заета през другите дни.',
      bn: 'ঘরটি অন্য দিনগুলিতে ব্যস্ত থাকায় সভাটি বৃহস্পতিবারে সরানো হয়েছে।',
      de: 'Die Besprechung wurde auf Donnerstag verschoben, weil der Raum belegt ist.',
      en: 'The meeting was moved to Thursday because the room is taken on other days.',
      es: 'La reunión se ha cambiado al jueves porque la sala está ocupada los otros días.',
      fa: 'جلسه به پنجشنبه منتقل شد زیرا اتاق در روزهای دیگر اشغال است.',
      fi: 'Kokous siirrettiin torstaille, koska huone on muina päivinä varattu.',
      fr: 'La réunion a été déplacée à jeudi car la salle est occupée les autres jours.',
      gu: 'રૂમ બીજા દિવસોમાં વ્યસ્ત હોવાથી બેઠક ગુરુવારે ખસેડવામાં આવી છે.',
      he: 'הפגישה הועברה ליום חמישי כי החדר תפוס בימים האחרים.',
      hi: 'बैठक गुरुवार को कर दी गई क्योंकि अन्य दिनों में कमरा भरा हुआ है।',
      it: 'La riunione è stata spostata a giovedì perché la sala è occupata negli altri giorni.',
      ja: '他の日は部屋が使用中のため、会議は木曜日に変更されました。',
      kn: 'ಇತರ ದಿನಗಳಲ್ಲಿ ಕೊಠಡಿ ಬಳಕೆಯಲ್ಲಿರುವುದರಿಂದ ಸಭೆಯನ್ನು ಗುರುವಾರಕ್ಕೆ ಬದಲಾಯಿಸಲಾಗಿದೆ.',
      ko: '다른 날에는 방이 사용 중이어서 회의가 목요일로 변경되었습니다.',
      ml: 'മറ്റ് ദിവസങ്ങളിൽ മുറി ഒഴിവില്ലാത്തതിനാൽ യോഗം വ്യാഴാഴ്ചത്തേക്ക് മാറ്റി.',
      mr: 'इतर दिवशी खोली व्यापलेली असल्याने बैठक गुरुवारी हलवण्यात आली आहे.',
      ne: 'अरू दिनहरूमा कोठा व्यस्त भएकाले बैठक बिहीबार सारिएको छ।',
      pa: 'ਹੋਰ ਦਿਨਾਂ ਵਿੱਚ ਕਮਰਾ ਰੁੱਝਿਆ ਹੋਣ ਕਰਕੇ ਮੀਟਿੰਗ ਵੀਰਵਾਰ ਨੂੰ ਕਰ ਦਿੱਤੀ ਗਈ ਹੈ।',
      pl: 'Spotkanie przeniesiono na czwartek, ponieważ sala jest zajęta w inne dni.',
      pt: 'A reunião foi adiada para quinta-feira porque a sala está ocupada nos outros dias.',
      ru: 'Встречу перенесли на четверг, потому что в другие дни комната занята.',
      sw: 'Mkutano umehamishwa hadi Alhamisi kwa sababu chumba kimechukuliwa siku nyingine.',
      ta: 'மற்ற நாட்களில் அறை பயன்பாட்டில் இருப்பதால் கூட்டம் வியாழக்கிழமைக்கு மாற்றப்பட்டது.',
      te: 'ఇతర రోజుల్లో గది ఖాళీగా లేనందున సమావేశం గురువారానికి మార్చబడింది.',
      th: 'การประชุมถูกเลื่อนไปวันพฤหัสบดีเพราะห้องไม่ว่างในวันอื่น',
      uk: 'Зустріч перенесли на четвер, бо в інші дні кімната зайнята.',
      ur: 'دوسرے دنوں میں کمرہ مصروف ہونے کی وجہ سے میٹنگ جمعرات کو منتقل کر دی گئی۔',
      vi: 'Cuộc họp được dời sang thứ Năm vì các ngày khác phòng đã có người.',
    }),
  )('its language %s is told', async (language, text) =>
    expect((await judged({ rule: 'language', language }, text)).verdict).toBe('pass'),
  );
});
