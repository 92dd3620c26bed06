/** Names, streets and places of the fictional organisations of one country. `#` in a postcode is a digit. */
export interface DemonstrationCountry {
  readonly code: string;
  readonly register: string;
  readonly places: readonly [Place, ...Place[]];
  readonly streets: readonly [string, ...string[]];
  /** Names that no institution has. */
  readonly names: readonly [string, ...string[]];
  readonly kinds: readonly [string, ...string[]];
  readonly forms: readonly [string, ...string[]];
}

/** A city with the shape of its postcodes. */
interface Place {
  readonly city: string;
  readonly postcode: string;
}

const place = (city: string, postcode: string): Place => ({ city, postcode });

export const demonstrationCountries: readonly [DemonstrationCountry, ...DemonstrationCountry[]] = [
  {
    code: 'GB',
    register: 'Companies House',
    places: [place('London', 'EC#A #AA'), place('Leeds', 'LS# #ZZ'), place('Cardiff', 'CF## #QX')],
    streets: ['Example Street', 'Quill Lane', 'Teapot Row', 'Lanternfish Wharf'],
    names: ['Marble Otter', 'Paper Moon', 'Velvet Anchor', 'Clockwork Heron', "Widow's Thimble"],
    kinds: ['Bank', 'Building Society', 'Payments', 'Credit Union'],
    forms: ['plc', 'Limited', 'LLP'],
  },
  {
    code: 'BR',
    register: 'Cadastro Nacional da Pessoa Jurídica',
    places: [
      place('São Paulo', '0####-###'),
      place('Brasília', '7####-###'),
      place('Florianópolis', '88###-###'),
    ],
    streets: ['Rua do Exemplo', 'Avenida Jabuticaba', 'Praça da Onça Azul'],
    names: ['Tatu Dourado', 'Jabuti Ligeiro', 'Três Marés', 'Pão de Açafrão'],
    kinds: ['Cooperativa de Poupança', 'Banco', 'Instituição de Pagamento', 'Cooperativa de Poupanca'],
    forms: ['S.A.', 'Ltda.'],
  },
  {
    code: 'FR',
    register: 'Registre du commerce et des sociétés',
    places: [place('Besançon', '25###'), place('Évreux', '27###'), place('Nîmes', '30###')],
    streets: ["rue de l'Exemple", 'allée des Écureuils', 'quai Fantôme'],
    names: ['Hérisson Bleu', 'Sœurs Papillon', 'Lune de Papier', 'Château Nuage'],
    kinds: ['Crédit', 'Banque', 'Paiements', 'Mutuelle'],
    forms: ['SA', 'SAS'],
  },
  {
    code: 'DE',
    register: 'Handelsregister',
    places: [place('Köln', '50###'), place('Würzburg', '97###'), place('Görlitz', '028##')],
    streets: ['Beispielstraße', 'Am Märchenweiher', 'Igelgasse'],
    names: ['Blauer Igel', 'Sieben Zwiebeln', 'Grüne Möwe', 'Nebelfuß'],
    kinds: ['Bank', 'Zahlungsdienste', 'Versicherung', 'Sparverein'],
    forms: ['AG', 'GmbH', 'eG'],
  },
  {
    code: 'PL',
    register: 'Krajowy Rejestr Sądowy',
    places: [place('Łódź', '90-###'), place('Gdańsk', '80-###'), place('Częstochowa', '42-###')],
    streets: ['ulica Przykładowa', 'ulica Złotej Żaby', 'plac Jeżowy'],
    names: ['Złota Żaba', 'Błękitny Jeż', 'Papierowy Księżyc'],
    kinds: ['Bank', 'Płatności', 'Kasa Oszczędnościowa'],
    forms: ['S.A.', 'sp. z o.o.'],
  },
  {
    code: 'GR',
    register: 'Γενικό Εμπορικό Μητρώο',
    places: [place('Αθήνα', '1## ##'), place('Θεσσαλονίκη', '54# ##'), place('Ιωάννινα', '45# ##')],
    streets: ['οδός Παραδείγματος', 'πλατεία Χελώνας'],
    names: ['Χάρτινο Φεγγάρι', 'Γαλάζια Χελώνα', 'Ασημένιος Κύκνος'],
    kinds: ['Τράπεζα', 'Πληρωμές', 'Ασφάλειες'],
    forms: ['Α.Ε.', 'Ε.Π.Ε.'],
  },
  {
    code: 'BG',
    register: 'Търговски регистър',
    places: [place('София', '1###'), place('Пловдив', '4###'), place('Варна', '9###')],
    streets: ['улица Примерна', 'булевард Сребърна лисица'],
    names: ['Хартиена Луна', 'Синият Таралеж', 'Сребърна Лисица'],
    kinds: ['Банка', 'Плащания', 'Застраховане'],
    forms: ['АД', 'ООД'],
  },
  {
    code: 'JP',
    register: '商業登記簿',
    places: [place('東京都', '100-####'), place('札幌市', '060-####'), place('那覇市', '900-####')],
    streets: ['見本町一丁目', '例示通り二丁目'],
    names: ['紙の月', '青い針鼠', '銀の亀'],
    kinds: ['銀行', '決済', '保険'],
    forms: ['株式会社', '合同会社'],
  },
  {
    code: 'AE',
    register: 'السجل التجاري',
    places: [place('دبي', '#####'), place('أبوظبي', '#####')],
    streets: ['شارع المثال الأول', 'شارع السلحفاة الزرقاء'],
    names: ['القمر الورقي', 'السلحفاة الزرقاء', 'الثعلب الفضي'],
    kinds: ['بنك', 'مدفوعات', 'تأمين'],
    forms: ['ش.م.ع', 'ذ.م.م'],
  },
];
