
SELECT (SELECT sum(total) FROM directory.organisation_count_bucket) AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.country COLLATE directory.text_order ASC, o.city COLLATE directory.text_order DESC, o.organisation_id DESC) AS position
FROM (SELECT o.organisation_id FROM directory.organisation o WHERE true
  ORDER BY o.country COLLATE directory.text_order ASC, o.city COLLATE directory.text_order DESC, o.organisation_id DESC LIMIT $1::bigint OFFSET $2::bigint) found CROSS JOIN LATERAL (
  SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o) page) AS keys
