// What the page does when it is clicked: dossiers, the sentences behind a count, the filter of names. Texts go in as text, never as HTML.
"use strict";
(() => {
  const report = JSON.parse(document.getElementById("report").textContent);
  const dialog = document.querySelector("dialog");
  const inside = dialog.querySelector(".inside");
  const entities = new Map(report.entities.map((entity) => [entity.entity_id, entity]));
  const places = new Map(report.places.map((place) => [String(place.geonames_id), place]));
  const days = new Map(report.days.map((day) => [day.day, day]));

  function element(tag, attributes = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const isolated = (text) => element("bdi", {}, String(text));
  const number = (value) => Number(value).toLocaleString("en");

  function excerpt(row, before = null) {
    const source = report.documents[row.doc];
    const text = row.pieces.map((piece, index) => (index % 2 ? element("mark", {}, piece) : piece));
    const told = [source.published_on, source.publisher, source.title].filter(Boolean).map(isolated);
    const footer = element("footer", {});
    told.forEach((each, index) => footer.append(index ? " · " : "", each));
    footer.append(told.length ? " · " : "", element("code", {}, `${source.source_uri}#char=${row.excerpt_start_char},${row.excerpt_end_char}`));
    return element("blockquote", {}, before, element("bdi", {}, ...text), footer);
  }

  function named(entityId, after = "") {
    const entity = entities.get(entityId);
    const button = element("button", { type: "button", class: "name", "data-entity": entityId }, isolated(entity.name));
    return element("li", {}, button, after);
  }

  function part(title, ...children) {
    return children.length ? [element("h3", {}, title), ...children] : [];
  }

  function list(rows) {
    return rows.length ? [element("ul", { class: "chips" }, ...rows)] : [];
  }

  function dossier(entity) {
    const counts = [
      `${number(entity.n_mentions)} mentions in ${number(entity.n_stories)} stories`,
      entity.n_publishers ? `${number(entity.n_publishers)} publishers` : null,
      entity.first_published_on ? `${entity.first_published_on} to ${entity.last_published_on}` : null,
    ];
    const names = entity.names.filter((each) => each.name !== entity.name);
    return [
      element("h2", { id: "dialog-title" }, isolated(entity.name)),
      element("p", { class: "quiet" }, [report.labels[entity.label] || entity.label, ...counts.filter(Boolean)].join(" · ")),
      ...part("Also called", ...list(names.map((each) => element("li", {}, isolated(each.name), ` ${number(each.n_mentions)} × (${each.evidence})`)))),
      ...part("Is said to be", ...entity.roles.map((row) => excerpt(row, element("b", {}, isolated(row.of_name ? `${row.role}, ${row.of_name}: ` : `${row.role}: `))))),
      ...part("Mentioned beside", ...list(entity.beside.map((row) => named(row.other_entity_id, ` ${number(row.n_stories)}`)))),
      ...part("Places in the same sentences", ...list(entity.places.map((row) => element("li", {}, isolated(row.name), ` ${number(row.n_sentences)}`)))),
      ...part("Said", ...entity.quotes.map((row) => excerpt(row))),
      ...part("What is said of it", ...entity.sentences.map((row) => excerpt(row))),
      element("p", { class: "quiet" }, "More: ", element("code", {}, `textmart sql "from sentences_with('${entity.name.replaceAll("'", "''")}')"`)),
    ];
  }

  function placeDossier(place) {
    const where = [place.admin1_name, place.country_code].filter(Boolean).join(", ");
    return [
      element("h2", { id: "dialog-title" }, isolated(place.name)),
      element("p", { class: "quiet" }, `${where} · ${number(place.n_mentions)} mentions in ${number(place.n_stories)} stories · GeoNames ${place.geonames_id}`),
      ...place.sentences.map((row) => excerpt(row)),
    ];
  }

  function dayDossier(day) {
    return [
      element("h2", { id: "dialog-title" }, day.day),
      element("p", { class: "quiet" }, `${number(day.n_stories)} stories speak of this day`),
      ...day.sentences.map((row) => excerpt(row)),
    ];
  }

  function show(content) {
    inside.replaceChildren(element("button", { type: "button", class: "close" }, "Close"), ...content);
    if (!dialog.open) dialog.showModal();
    inside.scrollTop = 0;
    inside.focus();
  }

  function open({ entity_id: entityId, geonames_id: geonamesId, day }) {
    if (entityId && entities.has(entityId)) show(dossier(entities.get(entityId)));
    else if (geonamesId && places.has(String(geonamesId))) show(placeDossier(places.get(String(geonamesId))));
    else if (day && days.has(day)) show(dayDossier(days.get(day)));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button.name");
    if (button) open({ entity_id: button.dataset.entity, geonames_id: button.dataset.place, day: button.dataset.day });
    else if (event.target.closest(".close") || event.target === dialog) dialog.close();
  });

  const find = document.getElementById("find");
  const label = document.getElementById("label");
  const rows = [...document.querySelectorAll("#names tbody tr")];
  const all = document.getElementById("all-names");
  const told = document.getElementById("n-names");
  function filter() {
    const wanted = find.value.trim().toLowerCase();
    let left = wanted || label.value || all.checked ? rows.length : 40;
    for (const row of rows) {
      const fits = (!label.value || row.dataset.label === label.value) && (!wanted || row.dataset.names.includes(wanted));
      row.hidden = !fits || left-- <= 0;
    }
    told.textContent = `${number(rows.filter((row) => !row.hidden).length)} of ${number(rows.length)} shown.`;
  }
  for (const control of [find, label, all]) control.addEventListener("input", filter);
  filter();

  async function draw() {
    // Colours are the page's, by name: so charts are light, dark or printed as it is.
    const config = {
      background: "transparent",
      view: { stroke: null },
      font: "system-ui, sans-serif",
      axis: { labelColor: "var(--quiet)", titleColor: "var(--quiet)", gridColor: "var(--line)", domainColor: "var(--line)", tickColor: "var(--line)", titleFontWeight: "normal" },
      legend: { labelColor: "var(--ink)", titleColor: "var(--quiet)" },
      bar: { color: "var(--accent)" },
      range: { category: [1, 2, 3, 4, 5, 6, 7, 8].map((each) => `var(--hue-${each})`) },
    };
    for (const [name, spec] of Object.entries(report.charts)) {
      const place = document.getElementById(`chart-${name}`);
      // A chart that is laid out by its width must know it at once.
      for (const signal of spec.signals || []) if (signal.name === "width") signal.value = place.clientWidth;
      const made = await vegaEmbed(place, spec, { actions: false, ast: true, config, renderer: "svg" });
      made.view.addEventListener("click", (_, item) => item && item.datum && open(item.datum));
    }
    document.documentElement.dataset.drawn = "true";
    performance.mark("drawn");
  }
  draw();
})();
