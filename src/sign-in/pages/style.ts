/**
 * The one stylesheet of all server-rendered pages. It is inlined and allowed by its hash, so that a page is one request.
 * Logical properties only, so that it mirrors in right-to-left languages. Contrast is at least 4.5:1 in both schemes.
 */
export const stylesheet = `
:root{color-scheme:light dark;--bg:#eef1f5;--card:#fff;--text:#1b1f24;--soft:#57606a;--line:#8c959f;--accent:#0b5cad;--on-accent:#fff;--bad:#b3261e;--tint:#f3f6fa;--focus:#0b5cad}
@media(prefers-color-scheme:dark){:root{--bg:#0f1318;--card:#1a1f26;--text:#e8ecf1;--soft:#a9b4c0;--line:#6b7683;--accent:#7db8f5;--on-accent:#0f1318;--bad:#ff9d94;--tint:#222932;--focus:#9ccbff}}
*{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;-webkit-text-size-adjust:100%}
body{margin:0;min-block-size:100vh;background:var(--bg);color:var(--text);display:grid;grid-template-rows:1fr auto;justify-items:center}
main{align-self:center;inline-size:min(100% - 2rem,28rem);margin-block:2rem;padding:2rem;background:var(--card);border:1px solid transparent;border-radius:.75rem;box-shadow:0 1px 3px #0002,0 8px 28px #0001}
main.wide{inline-size:min(100% - 2rem,38rem)}
.tenant{margin:0 0 1.25rem;font-weight:600;color:var(--soft);overflow-wrap:anywhere}
h1{margin:0 0 .5rem;font-size:1.5rem;line-height:1.25;overflow-wrap:anywhere}
h2{margin:1.5rem 0 .5rem;font-size:1.0625rem}
p{margin:.5rem 0;overflow-wrap:anywhere}
ul{margin:.5rem 0;padding-inline-start:1.25rem}
li{margin-block:.375rem;overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.15em}
.soft{color:var(--soft);font-size:.9375rem}
.who{display:flex;align-items:center;gap:.5rem;flex-wrap:wrap;margin:0 0 .75rem}
.who b{font-weight:500;overflow-wrap:anywhere}
label{display:block;margin-block:1rem .375rem;font-weight:500}
input[type=text],input[type=email],input[type=password]{inline-size:100%;min-block-size:2.75rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--card);border:1px solid var(--line);border-radius:.375rem}
input[aria-invalid]{border-color:var(--bad);border-width:2px}
.code{font-size:1.25rem;letter-spacing:.2em;font-variant-numeric:tabular-nums}
.check{display:flex;gap:.625rem;align-items:flex-start;font-weight:400}
.check input{inline-size:1.25rem;block-size:1.25rem;margin:.125rem 0 0;flex:none;accent-color:var(--accent)}
.alert{margin:.75rem 0;padding:.625rem .875rem;border-inline-start:.25rem solid var(--bad);background:var(--tint);border-radius:.25rem}
.note{margin:.75rem 0;padding:.625rem .875rem;border-inline-start:.25rem solid var(--accent);background:var(--tint);border-radius:.25rem}
.actions{display:flex;flex-wrap:wrap;gap:.75rem;justify-content:flex-end;margin-block-start:1.5rem}
button,.button{display:inline-block;min-block-size:2.75rem;min-inline-size:6.5rem;padding:.5rem 1.25rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;border:1px solid var(--accent);border-radius:.375rem;background:var(--accent);color:var(--on-accent);cursor:pointer}
button.second,.button.second{background:transparent;color:var(--text);border-color:var(--line)}
button.link{min-inline-size:0;min-block-size:1.5rem;padding:0;border:0;background:none;color:var(--accent);font-weight:400;text-decoration:underline;text-underline-offset:.15em}
button:hover,.button:hover{filter:brightness(1.08)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.plain{list-style:none;padding:0}
.tiles{list-style:none;margin:1rem 0 0;padding:0}
.tiles li{margin:0 0 .5rem}
.tiles button{inline-size:100%;text-align:start;background:var(--tint);color:var(--text);border-color:var(--line);font-weight:400}
.tiles b,.tiles span{display:block;overflow-wrap:anywhere}
.tiles b{font-weight:600}
details{margin-block:.5rem}
summary{cursor:pointer}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:.75rem 0}
dt{color:var(--soft)}
dd{margin:0;overflow-wrap:anywhere}
pre{margin:.5rem 0;padding:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;font:.8125rem/1.6 ui-monospace,SFMono-Regular,Consolas,monospace;background:var(--tint);border:1px solid var(--line);border-radius:.375rem;user-select:all}
form+.soft,form+form{margin-block-start:1.25rem}
footer{padding:1rem;font-size:.875rem;color:var(--soft);text-align:center}
@media(max-width:30rem){main,main.wide{inline-size:100%;margin:0;border-radius:0;padding:1.25rem;box-shadow:none;align-self:start;min-block-size:100%}.actions>*{flex:1}}
@media(forced-colors:active){main,.alert,.note{border:1px solid}}
@media(prefers-reduced-motion:no-preference){button{transition:filter .1s}}
`
