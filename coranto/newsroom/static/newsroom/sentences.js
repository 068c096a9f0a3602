// The translators' desk: keeps what is typed, accepts without a reload, and brings the keyboard everywhere.
// Without it every button posts its form, and the page comes back.
(() => {
  'use strict';
  const list = document.querySelector('.coranto-sentences');
  if (!list) return;
  document.documentElement.classList.add('coranto-scripted');
  const TAG = /\u200e*<(\/?)(\d{1,4})(\/?)>\u200e*/g;
  const waiting = new WeakMap(); // form → timer of what is to be kept
  const turns = new WeakMap(); // form → the request before, so that two never overtake each other
  const shown = new WeakMap(); // form → the text that the server knows

  const formOf = (node) => node.closest('.coranto-sentence form');
  const rowOf = (node) => node.closest('.coranto-sentence');
  const field = (form) => form.elements.text;
  const say = (form, text, isTrouble) => {
    const line = form.querySelector('.coranto-sentence__said');
    line.textContent = text;
    line.toggleAttribute('data-trouble', Boolean(isTrouble));
  };

  const fragment = (html) => {
    const template = document.createElement('template');
    template.innerHTML = html.trim();
    return template.content;
  };

  const post = (form, extra, keepalive) => {
    const data = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(extra)) data.set(name, value);
    return fetch(form.action, {method: 'POST', body: data, headers: {Accept: 'application/json'}, credentials: 'same-origin', keepalive: Boolean(keepalive)});
  };

  // What the server does not know yet is held by this window too: a reload may be faster than the last request.
  const nameOf = (form) => `${form.action}#${form.elements.key.value}`;
  const hold = (form) => {
    try { sessionStorage.setItem(nameOf(form), JSON.stringify({text: field(form).value, number: form.elements.number.value})); } catch (error) { /* full or forbidden */ }
  };
  const release = (form) => {
    try { sessionStorage.removeItem(nameOf(form)); } catch (error) { /* forbidden */ }
  };
  const held = (form) => {
    try { return JSON.parse(sessionStorage.getItem(nameOf(form))); } catch (error) { return null; }
  };

  // Sends a form as it is now; `extra` are the button's name and value.
  const send = (form, extra) => {
    const go = async () => {
      const answer = await post(form, extra, false);
      if (answer.status !== 200 && answer.status !== 409) throw new Error(String(answer.status));
      return answer.json();
    };
    const turn = (turns.get(form) || Promise.resolve()).catch(() => {}).then(go);
    turns.set(form, turn);
    return turn;
  };

  const lost = (form) => {
    say(form, list.dataset.lost, true);
    clearTimeout(waiting.get(form));
    waiting.set(form, setTimeout(() => keep(form), 5000));
  };

  const keep = async (form) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const typed = field(form).value;
    if (typed === shown.get(form)) { release(form); return; }
    try {
      const told = await send(form, {do: 'keep'});
      if (!form.isConnected) return;
      shown.set(form, typed);
      if (field(form).value === typed) release(form);
      form.elements.number.value = told.number;
      form.querySelector('.coranto-sentence__notes').innerHTML = told.notes;
      progress(told);
      say(form, told.said, Boolean(told.trouble));
    } catch (error) { lost(form); }
  };

  const progress = (told) => { document.querySelector('[data-progress]').innerHTML = told.progress; };

  const prepare = (form) => {
    shown.set(form, field(form).value);
    for (const tag of form.querySelectorAll('.coranto-tags [data-tag]')) {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = tag.className;
      button.dir = 'ltr';
      button.tabIndex = -1; // Ctrl+. does the same
      button.textContent = tag.textContent;
      button.dataset.tag = tag.dataset.tag;
      if ('alone' in tag.dataset) button.dataset.alone = '';
      tag.replaceWith(button);
    }
  };

  // Puts the row that the server gives in the place of the one there, the keyboard's place in it kept.
  const replace = (form, html) => {
    const old = rowOf(form), about = form.querySelector('.coranto-about'), isOpen = old.classList.contains('coranto-sentence--open');
    const had = old.contains(document.activeElement);
    const fresh = fragment(html).querySelector('.coranto-sentence');
    old.replaceWith(fresh);
    const now = fresh.querySelector('form');
    if (about) {
      now.querySelector('.coranto-sentence__about').replaceChildren(about);
      load(now);
    }
    fresh.classList.toggle('coranto-sentence--open', isOpen);
    prepare(now);
    if (had) field(now).focus();
    return now;
  };

  const next = (row, step) => {
    for (let one = step > 0 ? row.nextElementSibling : row.previousElementSibling; one; one = step > 0 ? one.nextElementSibling : one.previousElementSibling) {
      if (Math.abs(step) === 1 || one.classList.contains('coranto-sentence--todo')) return one;
    }
    return null;
  };

  const go = (row) => {
    if (!row) return false;
    const text = row.querySelector('textarea');
    text.focus({preventScroll: true});
    row.scrollIntoView({block: 'nearest'});
    return true;
  };

  const act = async (form, button) => {
    clearTimeout(waiting.get(form));
    waiting.delete(form);
    const value = button.value, reload = 'reload' in button.dataset;
    say(form, '', false);
    const sent = field(form).value;
    let told;
    try { told = await send(form, {[button.name]: value}); } catch (error) { lost(form); return; }
    if (reload && !told.trouble) {
      release(form);
      const address = new URL(location.href);
      address.searchParams.set('at', form.elements.key.value);
      location.assign(address);
      return;
    }
    progress(told);
    if (!told.row) { say(form, told.said, true); return; }
    release(form);
    const typed = field(form).value, now = replace(form, told.row);
    if (typed !== sent) { // somebody types faster than the server answers
      field(now).value = typed;
      hold(now);
      keep(now);
    }
    say(now, told.said, Boolean(told.trouble));
    if (told.trouble || button.name !== 'do') { field(now).focus(); return; }
    if (value === 'next' && !go(next(rowOf(now), 2) || list.querySelector('.coranto-sentence--todo'))) {
      if (list.dataset.nextPage) location.assign(list.dataset.nextPage);
      else say(now, list.dataset.done, false);
    }
  };

  const numbers = (text) => new Set([...text.matchAll(TAG)].filter((found) => !found[1]).map((found) => found[2]));

  const insert = (form, button) => {
    const text = field(form), mark = text.dir === 'rtl' ? '\u200e' : '', number = button.dataset.tag;
    const begin = text.selectionStart, end = text.selectionEnd, words = text.value.slice(begin, end);
    if ('alone' in button.dataset) {
      text.setRangeText(`${mark}<${number}/>${mark}`, begin, end, 'end');
    } else {
      const open = `${mark}<${number}>${mark}`;
      text.setRangeText(`${open}${words}${mark}</${number}>${mark}`, begin, end, 'end');
      if (!words) text.selectionStart = text.selectionEnd = begin + open.length;
    }
    text.focus();
    text.dispatchEvent(new Event('input', {bubbles: true}));
  };

  const insertNext = (form) => {
    const there = numbers(field(form).value);
    const button = [...form.querySelectorAll('.coranto-tags button[data-tag]')].find((one) => !there.has(one.dataset.tag));
    if (button) insert(form, button);
  };

  // Marks in the field what a problem points to; its places are counted in the text without tags.
  const point = (form, start, end) => {
    const text = field(form), value = text.value, places = [];
    let at = 0;
    for (const found of value.matchAll(TAG)) {
      for (; at < found.index; at++) places.push(at);
      at = found.index + found[0].length;
    }
    for (; at <= value.length; at++) places.push(at);
    text.focus();
    text.setSelectionRange(places[Math.min(start, places.length - 1)], places[Math.min(end, places.length - 1)]);
  };

  const load = async (form) => {
    const link = form.querySelector('[data-open]');
    link?.remove();
    try {
      const answer = await fetch(form.dataset.about, {credentials: 'same-origin'});
      if (!answer.ok) throw new Error(String(answer.status));
      form.querySelector('.coranto-sentence__about').replaceChildren(fragment(await answer.text()));
    } catch (error) { if (link) form.querySelector('.coranto-sentence__do').append(link); }
  };

  const open = (form) => {
    const row = rowOf(form);
    for (const other of list.querySelectorAll('.coranto-sentence--open')) if (other !== row) other.classList.remove('coranto-sentence--open');
    row.classList.add('coranto-sentence--open');
    if (form.querySelector('[data-open]')) load(form);
  };

  list.addEventListener('submit', (event) => {
    const button = event.submitter;
    if (!button || !button.name) return;
    event.preventDefault();
    act(event.target, button);
  });

  list.addEventListener('input', (event) => {
    if (event.target.name !== 'text') return;
    const form = formOf(event.target);
    clearTimeout(waiting.get(form));
    hold(form);
    waiting.set(form, setTimeout(() => keep(form), 700));
  });

  list.addEventListener('focusin', (event) => {
    const form = formOf(event.target);
    if (form) open(form);
  });

  list.addEventListener('focusout', (event) => {
    const form = formOf(event.target);
    if (form && event.target.name === 'text' && waiting.has(form)) keep(form);
  });

  list.addEventListener('click', (event) => {
    const form = formOf(event.target);
    if (!form) return;
    const tag = event.target.closest('button[data-tag]'), problem = event.target.closest('[data-start]'), link = event.target.closest('[data-open]');
    if (tag) insert(form, tag);
    else if (link) { event.preventDefault(); open(form); }
    else if (problem) point(form, Number(problem.dataset.start), Number(problem.dataset.end));
  });

  list.addEventListener('keydown', (event) => {
    if (event.target.name !== 'text' || event.isComposing || event.keyCode === 229) return;
    const form = formOf(event.target), row = rowOf(event.target), command = event.ctrlKey || event.metaKey;
    if (event.key === 'Enter') {
      event.preventDefault(); // a sentence is one line
      if (command) act(form, form.querySelector(`button[name=do][value=${event.shiftKey ? 'accept' : 'next'}]`));
    } else if (event.altKey && !command && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      go(next(row, event.key === 'ArrowDown' ? 1 : -1));
    } else if (command && event.key === '.') {
      event.preventDefault();
      insertNext(form);
    }
  });

  const each = (what) => { for (const form of list.querySelectorAll('form')) what(form); };
  addEventListener('pagehide', () => each((form) => { if (waiting.has(form)) post(form, {do: 'keep'}, true).catch(() => {}); }));
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') each((form) => { if (waiting.has(form)) keep(form); }); });
  addEventListener('beforeunload', (event) => { if ([...list.querySelectorAll('.coranto-sentence__said[data-trouble]')].length && [...list.querySelectorAll('form')].some((form) => waiting.has(form))) event.preventDefault(); });

  each((form) => {
    prepare(form);
    const words = held(form);
    if (!words || words.text === field(form).value) { release(form); return; }
    field(form).value = words.text;
    form.elements.number.value = words.number;
    keep(form);
  });
  const first = list.querySelector('textarea[autofocus]');
  if (first) go(rowOf(first));
})();
