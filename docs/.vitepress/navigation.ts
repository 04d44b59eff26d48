/** Menus of the site, in both languages, in reading order. */
import { existsSync, readFileSync } from "node:fs";
import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";
import { hasBenchmarks } from "./benchmarks.js";

type Items = DefaultTheme.SidebarItem[];
type Config = LocaleSpecificConfig<DefaultTheme.Config>;
type Pages = readonly (readonly [page: string, en: string, ko: string])[];

/** Menu of the API pages, which TypeDoc writes beside them. */
function api(): Items {
  const path = new URL("../api/typedoc-sidebar.json", import.meta.url);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Items) : [];
}

const GUIDE: Pages = [
  ["computational-graph", "1 Computational graphs", "1 계산 그래프"],
  ["chain-rule", "2 The chain rule", "2 연쇄 법칙"],
  ["back-propagation", "3 Back propagation", "3 역전파"],
  ["layers", "4.1–4.3 Simple layers", "4.1–4.3 단순한 계층"],
  ["affine-and-softmax", "4.4–4.6 Affine and softmax", "4.4–4.6 Affine과 Softmax"],
  ["two-layer-net", "5 The two-layer net", "5 2층 신경망"],
  ["gradient-check", "6 The gradient check", "6 기울기 확인"],
];
const HOW_TO: Pages = [
  ["library", "Use it as a library", "라이브러리로 쓰기"],
  ["diagrams", "Draw diagrams", "그림 그리기"],
  ["own-operations", "Define your own operation", "연산 직접 정의하기"],
  ["training", "Train a net", "신경망 학습하기"],
  ["compiling", "Compile a graph", "그래프 컴파일하기"],
  ["browser", "Run in a browser", "브라우저에서 실행하기"],
];
const EXPLANATION: Pages = [
  ["one-row", "How one row becomes everything", "한 행에서 모든 것이 나오는 까닭"],
  ["re-rolling", "How re-rolling works", "반복문을 되찾는 방법"],
  ["statements", "The compiler's statements", "컴파일러의 문장"],
  ["numerics", "Numerics and ties", "수치 계산과 동점"],
  ["memory-and-speed", "Memory and speed", "메모리와 속도"],
  ["mutation", "Mutation testing", "변이 테스트"],
];
const REFERENCE: Pages = [
  ["operations", "Operations", "연산표"],
  ...(hasBenchmarks() ? ([["benchmarks", "Benchmarks", "벤치마크"]] as const) : []),
];

interface Words {
  readonly start: string;
  readonly playground: string;
  readonly guide: string;
  readonly howTo: string;
  readonly explanation: string;
  readonly operations: string;
  readonly reference: string;
  readonly api: string;
}

const nav = (root: "/" | "/ko/", words: Words): DefaultTheme.NavItem[] => [
  { text: words.guide, link: `${root}guide/computational-graph`, activeMatch: `^${root}guide/` },
  { text: words.howTo, link: `${root}how-to/library`, activeMatch: `^${root}how-to/` },
  { text: words.explanation, link: `${root}explanation/one-row`, activeMatch: `^${root}explanation/` },
  { text: words.playground, link: `${root}playground` },
  { text: words.operations, link: `${root}operations` },
  { text: words.api, link: "/api/", activeMatch: "^/api/" },
];

function sidebar(root: "/" | "/ko/", words: Words, apiItems?: Items): Items {
  const items = (folder: string, pages: Pages): Items =>
    pages.map(([page, en, ko]) => ({ text: root === "/" ? en : ko, link: `${root}${folder}${page}` }));
  return [
    { text: words.start, link: root },
    { text: words.playground, link: `${root}playground` },
    { text: words.guide, items: items("guide/", GUIDE) },
    { text: words.howTo, items: items("how-to/", HOW_TO) },
    { text: words.explanation, items: items("explanation/", EXPLANATION) },
    {
      text: words.reference,
      items: [
        ...items("", REFERENCE),
        { text: words.api, link: "/api/", ...(apiItems && { collapsed: true, items: apiItems }) },
      ],
    },
  ];
}

const EN: Words = {
  start: "Start here",
  playground: "Playground",
  guide: "Guide",
  howTo: "How to",
  explanation: "Explanation",
  operations: "Operations",
  reference: "Reference",
  api: "API",
};

const KO: Words = {
  start: "시작하기",
  playground: "플레이그라운드",
  guide: "안내서",
  howTo: "사용법",
  explanation: "설명",
  operations: "연산표",
  reference: "찾아보기",
  api: "API (영어)",
};

export const english: Config = {
  themeConfig: { nav: nav("/", EN), sidebar: sidebar("/", EN, api()), outline: { level: [2, 3] } },
};

export const korean: Config = {
  description:
    "스칼라 자동 미분 엔진: 스칼라 코드를 쓰면 교과서와 같은 계산 그래프가 보이고, 모든 미분을 믿을 수 있습니다.",
  themeConfig: {
    nav: nav("/ko/", KO),
    sidebar: sidebar("/ko/", KO),
    outline: { level: [2, 3], label: "이 쪽의 내용" },
    docFooter: { prev: "이전", next: "다음" },
    darkModeSwitchLabel: "화면 모드",
    lightModeSwitchTitle: "밝은 화면으로",
    darkModeSwitchTitle: "어두운 화면으로",
    sidebarMenuLabel: "차례",
    returnToTopLabel: "맨 위로",
    skipToContentLabel: "본문으로 건너뛰기",
    notFound: {
      title: "없는 쪽입니다",
      quote: "주소를 다시 확인해 주세요.",
      linkLabel: "처음으로",
      linkText: "처음으로 돌아가기",
    },
  },
};
