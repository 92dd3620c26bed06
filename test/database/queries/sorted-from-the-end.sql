
SELECT (SELECT sum(total) FROM directory.organisation_count_bucket) AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.size COLLATE directory.text_order ASC, o.organisation_id ASC) AS position
FROM (SELECT o.organisation_id FROM directory.organisation o WHERE true
  ORDER BY o.size COLLATE directory.text_order DESC, o.organisation_id DESC LIMIT least($1::bigint, greatest(((SELECT sum(total) FROM directory.organisation_count_bucket) - $2::bigint), 0)) OFFSET greatest(((SELECT sum(total) FROM directory.organisation_count_bucket) - $2::bigint) - $1::bigint, 0)) found CROSS JOIN LATERAL (
  SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o) page) AS keys
