/** The look of all pages: system fonts, dark and light, down to 400 pixels. */

const colours = `
:root { --ground: #ffffff; --soft: #f5f6f8; --line: #d9dde3; --text: #1c2128; --quiet: #5c6672; --link: #0a58ca;
  --open: #18794e; --closed: #7a45c4; --dropped: #6b7480; --mark: #b35c00; --plus: #e2f6e6; --plus-text: #14692f;
  --minus: #fde8e8; --minus-text: #b02a2a; --hunk: #eaf2fd; }
@media (prefers-color-scheme: dark) { :root { --ground: #0f1318; --soft: #181d24; --line: #2d343e; --text: #e4e8ed;
  --quiet: #98a2af; --link: #74aefc; --open: #4cc38a; --closed: #b18cf5; --dropped: #8b95a2; --mark: #f0a04b;
  --plus: #12301f; --plus-text: #6bd68f; --minus: #3a191b; --minus-text: #ff9592; --hunk: #15233a; } }
`;

const frame = `
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.55 system-ui, -apple-system, "Segoe UI",
  Roboto, "Noto Sans", sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.top { background: var(--soft); border-bottom: 1px solid var(--line); padding: 12px max(16px, calc(50vw - 500px)) 0; }
.top p { margin: 0 0 12px; } .top p a { color: var(--text); } .top p span { color: var(--quiet); }
.top nav { display: flex; gap: 4px; overflow-x: auto; scrollbar-width: none; }
.top nav a { color: var(--quiet); padding: 6px 10px 8px; border-bottom: 2px solid transparent; white-space: nowrap; }
.top nav a[aria-current] { color: var(--text); font-weight: 600; border-color: var(--mark); }
main { max-width: 1032px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 24px; line-height: 1.3; margin: 0 0 8px; } h2 { font-size: 17px; margin: 32px 0 8px; }
code, pre, .sha, .branch, .path { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 13px; }
.number { color: var(--quiet); font-weight: 400; }
.about { display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; margin: 4px 0; color: var(--quiet); font-size: 14px; }
.about a:not(.label):not(.sha) { color: inherit; text-decoration: underline; text-decoration-color: var(--line); text-underline-offset: 3px; }
.empty { color: var(--quiet); margin: 4px 0 12px; }
.sha, .branch { background: var(--soft); border: 1px solid var(--line); border-radius: 5px; padding: 0 5px; }
h1 .branch { font-size: 17px; font-weight: 500; padding: 2px 8px; }
.tag { border: 1px solid var(--line); border-radius: 5px; padding: 0 5px; font-size: 12px; color: var(--quiet); white-space: nowrap; }
.tag.strong { color: var(--mark); border-color: currentColor; }
.badge { display: inline-flex; align-items: center; gap: 5px; border: 1px solid currentColor; border-radius: 99px; padding: 1px 10px; font-size: 13px; font-weight: 600; }
.badge.open { color: var(--open); } .badge.closed { color: var(--closed); } .badge.not { color: var(--dropped); }
.icon { width: 16px; height: 16px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5; vertical-align: -3px; }
.icon .fill { fill: currentColor; stroke: none; }
.icon.open { color: var(--open); } .icon.closed { color: var(--closed); } .icon.not { color: var(--dropped); }
.label { display: inline-flex; align-items: center; gap: 5px; border: 1px solid var(--line); border-radius: 99px; padding: 0 8px;
  font-size: 12px; line-height: 19px; color: var(--text); background: var(--soft); }
.label svg { width: 8px; height: 8px; }
.progress { display: inline-flex; align-items: center; gap: 6px; font-size: 13px; font-weight: 400; color: var(--quiet); white-space: nowrap; }
progress { appearance: none; border: 0; width: 72px; height: 6px; border-radius: 3px; background: var(--line); overflow: hidden; }
progress::-webkit-progress-bar { background: var(--line); } progress::-webkit-progress-value { background: var(--closed); }
progress::-moz-progress-bar { background: var(--closed); }
`;

const lists = `
.rows { list-style: none; margin: 8px 0; padding: 0; border: 1px solid var(--line); border-radius: 8px; }
.rows > li { display: flex; gap: 10px; padding: 10px 14px; } .rows > li + li { border-top: 1px solid var(--line); }
.rows > li > div { min-width: 0; flex: 1; } .rows > li > .icon { margin-top: 4px; } .rows p { margin: 0; } .rows .about { margin-top: 2px; }
.title { color: var(--text); font-weight: 600; } .title:hover { color: var(--link); }
.counts { display: flex; flex-wrap: wrap; gap: 8px; list-style: none; padding: 0; }
.counts a { display: block; border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; color: var(--quiet); } .counts b { color: var(--text); }
.clone { display: inline-block; max-width: 100%; overflow-x: auto; background: var(--soft); border: 1px solid var(--line); border-radius: 8px; padding: 6px 12px; margin: 4px 0 8px; }
.filter, .paging { display: flex; flex-wrap: wrap; gap: 4px; margin: 8px 0; align-items: center; }
nav.filter a { padding: 3px 12px; border: 1px solid var(--line); border-radius: 99px; color: var(--quiet); }
nav.filter a[aria-current] { color: var(--text); background: var(--soft); border-color: var(--quiet); }
.paging { gap: 16px; justify-content: center; margin: 16px 0; color: var(--quiet); }
.panel { border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; margin: 16px 0; }
.panel h2 { margin: 0 0 8px; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; }
.tree { list-style: none; margin: 0; padding: 0; } .tree .tree { margin-left: 7px; padding-left: 14px; border-left: 1px solid var(--line); }
.tree li > div { display: flex; gap: 8px; padding: 3px 0; } .tree .icon { margin-top: 4px; }
.tree .label + .label { margin-left: 4px; } .tree .title { font-weight: 500; } .tree .not .title { color: var(--quiet); text-decoration: line-through; }
`;

const texts = `
.conversation { display: grid; gap: 12px; margin-top: 16px; } .conversation > * { min-width: 0; }
.said { border: 1px solid var(--line); border-radius: 8px; overflow: hidden; } .said.pinned { border-color: var(--mark); }
.said > header { background: var(--soft); border-bottom: 1px solid var(--line); padding: 7px 14px; color: var(--quiet); font-size: 14px; }
.said > header b, .event b { color: var(--text); } .said > header a { color: inherit; }
.said > .markdown { padding: 12px 14px; } .said > footer { padding: 0 14px 12px; display: flex; gap: 6px; }
.said:target { box-shadow: 0 0 0 2px var(--link); }
.reaction { border: 1px solid var(--line); border-radius: 99px; padding: 1px 9px; font-size: 13px; }
.event { margin: 0; padding: 0 14px; color: var(--quiet); font-size: 14px; } .event em { font-style: normal; color: var(--text); }
.markdown { overflow-x: auto; } .markdown > :first-child { margin-top: 0; } .markdown > :last-child { margin-bottom: 0; }
.markdown h1 { font-size: 19px; margin: 20px 0 8px; } .markdown h2 { font-size: 17px; margin: 20px 0 8px; }
.markdown h3, .markdown h4, .markdown h5, .markdown h6 { font-size: 15px; margin: 16px 0 6px; }
.markdown p, .markdown ul, .markdown ol, .markdown table { margin: 8px 0; } .markdown ul, .markdown ol { padding-left: 24px; }
.markdown pre, .message { background: var(--soft); border-radius: 8px; padding: 10px 14px; overflow-x: auto; line-height: 1.45; margin: 10px 0; }
.markdown :not(pre) > code { background: var(--soft); border: 1px solid var(--line); border-radius: 5px; padding: 0 4px; }
.markdown table { display: block; overflow-x: auto; border-collapse: collapse; }
.markdown th, .markdown td { border: 1px solid var(--line); padding: 4px 10px; overflow-wrap: normal; }
.markdown blockquote { margin: 8px 0; padding-left: 14px; border-left: 3px solid var(--line); color: var(--quiet); }
.markdown hr { border: 0; border-top: 1px solid var(--line); margin: 16px 0; }
.markdown li:has(> input[type="checkbox"]) { list-style: none; margin-left: -20px; }
.diagram { margin: 10px 0; } .diagram figcaption { color: var(--quiet); font-size: 13px; } .diagram pre { margin-top: 4px; }
.message { white-space: pre-wrap; } .refused-link { color: var(--quiet); }
.trailers { display: grid; grid-template-columns: fit-content(240px) minmax(0, 1fr); gap: 2px 16px; font-size: 14px; margin: 12px 0; }
.trailers dt { color: var(--quiet); } .trailers dd { margin: 0; }
.file { border: 1px solid var(--line); border-radius: 8px; margin: 12px 0; overflow: hidden; }
.file summary { background: var(--soft); padding: 7px 14px; cursor: pointer; } .file .empty { padding: 8px 14px; margin: 0; }
.amount { font-size: 13px; white-space: nowrap; } .plus { color: var(--plus-text); } .minus { color: var(--minus-text); }
.scroll { overflow-x: auto; border-top: 1px solid var(--line); }
.diff { border-collapse: collapse; width: 100%; font: 12.5px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
.diff td { padding: 0 8px; white-space: pre; overflow-wrap: normal; tab-size: 4; } .diff td:last-child { width: 100%; }
.diff td[data-line] { color: var(--quiet); text-align: right; user-select: none; min-width: 40px; } .diff td[data-line]::before { content: attr(data-line); }
.sign { display: inline-block; width: 2ch; user-select: none; color: var(--quiet); }
.diff .added td { background: var(--plus); } .diff .removed td { background: var(--minus); }
.diff .hunk td { background: var(--hunk); color: var(--quiet); } .diff .note td { color: var(--quiet); font-style: italic; }
`;

const narrow = `
@media (max-width: 560px) { main { padding: 16px 10px 48px; } .top { padding: 10px 10px 0; } h1 { font-size: 20px; }
  .rows > li { padding: 9px 10px; } .panel { padding: 10px; } .diff td { padding: 0 4px; } .diff td[data-line] { min-width: 26px; }
  .trailers { grid-template-columns: minmax(0, 1fr); } .trailers dd { margin-bottom: 4px; } }
`;

export const style = colours + frame + lists + texts + narrow;
