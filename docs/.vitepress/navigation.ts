/** Menus of the site, in both languages, in reading order. */
import { existsSync, readFileSync } from "node:fs";
import type { DefaultTheme, LocaleSpecificConfig } from "vitepress";
import { hasBenchmarks } from "./benchmarks.js";

type Items = DefaultTheme.SidebarItem[];

/** Menu of the API pages, which TypeDoc writes beside them. */
function api(): Items {
  const path = new URL("../api/typedoc-sidebar.json", import.meta.url);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Items) : [];
}

const GUIDE = [
  ["computational-graph", "1 Computational graphs", "1 계산 그래프"],
  ["chain-rule", "2 The chain rule", "2 연쇄 법칙"],
  ["back-propagation", "3 Back propagation", "3 역전파"],
  ["layers", "4.1–4.3 Simple layers", "4.1–4.3 단순한 계층"],
  ["affine-and-softmax", "4.4–4.6 Affine and softmax", "4.4–4.6 Affine과 Softmax"],
  ["two-layer-net", "5 The two-layer net", "5 2층 신경망"],
  ["gradient-check", "6 The gradient check", "6 기울기 확인"],
] as const;

export const english: LocaleSpecificConfig<DefaultTheme.Config> = {
  themeConfig: {
    nav: [
      { text: "Guide", link: "/guide/computational-graph", activeMatch: "^/guide/" },
      { text: "How to", link: "/how-to/library", activeMatch: "^/how-to/" },
      { text: "Explanation", link: "/explanation/one-row", activeMatch: "^/explanation/" },
      { text: "Playground", link: "/playground" },
      { text: "Operations", link: "/operations" },
      { text: "API", link: "/api/", activeMatch: "^/api/" },
    ],
    sidebar: [
      { text: "Start here", link: "/" },
      { text: "Playground", link: "/playground" },
      { text: "Guide", items: GUIDE.map(([page, text]) => ({ text, link: `/guide/${page}` })) },
      {
        text: "How to",
        items: [
          { text: "Use it as a library", link: "/how-to/library" },
          { text: "Draw diagrams", link: "/how-to/diagrams" },
          { text: "Define your own operation", link: "/how-to/own-operations" },
          { text: "Train a net", link: "/how-to/training" },
          { text: "Compile a graph", link: "/how-to/compiling" },
          { text: "Run in a browser", link: "/how-to/browser" },
        ],
      },
      {
        text: "Explanation",
        items: [
          { text: "How one row becomes everything", link: "/explanation/one-row" },
          { text: "How re-rolling works", link: "/explanation/re-rolling" },
          { text: "Numerics and ties", link: "/explanation/numerics" },
          { text: "Memory and speed", link: "/explanation/memory-and-speed" },
        ],
      },
      {
        text: "Reference",
        items: [
          { text: "Operations", link: "/operations" },
          ...(hasBenchmarks() ? [{ text: "Benchmarks", link: "/benchmarks" }] : []),
          { text: "API", link: "/api/", collapsed: true, items: api() },
        ],
      },
    ],
    outline: { level: [2, 3] },
  },
};

export const korean: LocaleSpecificConfig<DefaultTheme.Config> = {
  description:
    "스칼라 자동 미분 엔진: 스칼라 코드를 쓰면 교과서와 같은 계산 그래프가 보이고, 모든 미분을 믿을 수 있습니다.",
  themeConfig: {
    nav: [
      { text: "안내서", link: "/ko/guide/computational-graph", activeMatch: "^/ko/guide/" },
      { text: "플레이그라운드", link: "/ko/playground" },
      { text: "연산표 (영어)", link: "/operations" },
      { text: "API (영어)", link: "/api/" },
    ],
    sidebar: [
      { text: "시작하기", link: "/ko/" },
      { text: "플레이그라운드", link: "/ko/playground" },
      { text: "안내서", items: GUIDE.map(([page, , text]) => ({ text, link: `/ko/guide/${page}` })) },
    ],
    outline: { level: [2, 3], label: "이 쪽의 내용" },
    docFooter: { prev: "이전", next: "다음" },
    darkModeSwitchLabel: "화면 모드",
    lightModeSwitchTitle: "밝은 화면으로",
    darkModeSwitchTitle: "어두운 화면으로",
    sidebarMenuLabel: "차례",
    returnToTopLabel: "맨 위로",
    langMenuLabel: "언어",
    skipToContentLabel: "본문으로 건너뛰기",
    notFound: {
      title: "없는 쪽입니다",
      quote: "주소를 다시 확인해 주세요.",
      linkLabel: "처음으로",
      linkText: "처음으로 돌아가기",
    },
  },
};
