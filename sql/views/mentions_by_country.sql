-- How much is written of each country? One row per country.
create or replace view mentions_by_country as
select
    country_code,
    any_value(name) filter (where feature_code = 'PCLI') as name,
    count(*) as n_mentions,
    count(*) filter (where is_demonym) as n_demonyms,
    count(distinct geonames_id) as n_places,
    count(distinct doc_id) as n_documents,
    count(distinct doc_id) / (select count(*) from texts) as share_of_documents,
from places
where country_code is not null
group by country_code;
comment on view mentions_by_country is 'One row per country that is mentioned, itself or a place in it.';
comment on column mentions_by_country.country_code is 'The country (ISO 3166).';
comment on column mentions_by_country.name is 'Its name; null where only places in it are mentioned.';
comment on column mentions_by_country.n_mentions is 'Mentions of it, of places in it and of their people.';
comment on column mentions_by_country.n_demonyms is 'Those of them that name people: `Nigerian`.';
comment on column mentions_by_country.n_places is 'Different places among them, the country itself included.';
comment on column mentions_by_country.n_documents is 'Documents with at least one of them.';
comment on column mentions_by_country.share_of_documents is 'Share of all documents that have one.';
