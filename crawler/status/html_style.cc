#include "crawler/status/html_style.h"

namespace spoor::status {

const std::string_view kStyle = R"(
:root { color-scheme: light dark; --ground: #fbfbf9; --card: #fff; --ink: #1d2326; --soft: #667076; --line: #e2e4e0;
  --link: #0b5a8a; --bar: #4d87a8; --none: #ececea; --good: #2b7a3d; --warn: #9a6400; --bad: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --ground: #14181a; --card: #1b2124; --ink: #e3e7e8; --soft: #98a3a8;
  --line: #2d3539; --link: #7fbfe6; --bar: #5d9cc0; --none: #262d30; --good: #6fc481; --warn: #e0ad4e; --bad: #f08a80; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.2rem 1.5rem 3rem; max-width: 110rem; background: var(--ground); color: var(--ink);
  font: 14px/1.45 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; font-variant-numeric: tabular-nums; }
h1 { font-size: 1.35rem; margin: 0; letter-spacing: -.01em; }
h2 { font-size: .95rem; margin: 2rem 0 .6rem; }
h2 small { color: var(--soft); font-weight: normal; margin-left: .4rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
header { display: flex; flex-wrap: wrap; gap: .2rem 1rem; align-items: baseline; }
header p { margin: 0; color: var(--soft); }
.note { border-left: 3px solid var(--warn); padding: .3rem .8rem; margin: .8rem 0 0; background: var(--card); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(8.8rem, 1fr)); gap: .6rem; margin: 1rem 0 0; }
dl div { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .55rem .8rem; }
dt { color: var(--soft); font-size: .85em; }
dd { margin: 0; font-size: 1.25rem; }
dd small { font-size: .62em; color: var(--soft); }
.rates { display: grid; grid-template-columns: repeat(auto-fit, minmax(20rem, 1fr)); gap: .6rem; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: .6rem .8rem; }
figcaption { color: var(--soft); font-size: .85em; display: flex; justify-content: space-between; }
svg { display: block; width: 100%; height: 5rem; margin-top: .4rem; }
.bar { fill: var(--bar); } .none { fill: var(--none); }
.wide { overflow-x: auto; background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .7rem; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
th { font-weight: 600; font-size: .85em; color: var(--soft); white-space: nowrap; }
th a { color: inherit; }
.n { text-align: right; white-space: nowrap; }
.t { white-space: nowrap; }
td small { color: var(--soft); font-size: .85em; display: block; min-width: 8rem; max-width: 22rem; white-space: normal;
  overflow-wrap: anywhere; }
.name { min-width: 17rem; max-width: 26rem; overflow-wrap: anywhere; }
.name small { max-width: none; }
.label { border: 1px solid var(--line); border-radius: 3px; padding: 0 .3em; font-size: .8em;
  white-space: nowrap; margin-left: .3em; }
.label a { color: inherit; }
.healthy { color: var(--good); } .degraded { color: var(--warn); } .broken { color: var(--bad); font-weight: 600; }
.inconclusive, .unknown { color: var(--soft); }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin: 0 0 .6rem; align-items: center; }
input, select, button { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line);
  border-radius: 4px; padding: .25rem .5rem; }
nav { margin-top: .6rem; display: flex; gap: 1rem; color: var(--soft); }
.posts td:last-child { overflow-wrap: anywhere; min-width: 20rem; }
footer { margin-top: 2rem; color: var(--soft); font-size: .9em; }
)";

}  // namespace spoor::status
