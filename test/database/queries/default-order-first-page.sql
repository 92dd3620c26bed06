
SELECT (SELECT sum(total) FROM directory.organisation_count_bucket) AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.created_on, o.organisation_id) AS position
FROM directory.organisation o WHERE true ORDER BY o.created_on, o.organisation_id LIMIT 25 OFFSET 0) page) AS keys
