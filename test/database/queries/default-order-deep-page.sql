
SELECT (SELECT sum(total) FROM directory.organisation_count_bucket) AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (WITH bucket AS MATERIALIZED (
  SELECT * FROM (
    SELECT t.created_on, t.organisation_id,
      sum(t.total) OVER (ORDER BY t.created_on, t.organisation_id) - t.total AS before
    FROM directory.organisation_count_bucket t) counted
  WHERE before <= $1::bigint ORDER BY created_on DESC, organisation_id DESC LIMIT 1
)
SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.created_on, o.organisation_id) AS position
FROM (
  SELECT o.created_on, o.organisation_id FROM directory.organisation o
  WHERE true AND (o.created_on, o.organisation_id)
    >= ((SELECT created_on FROM bucket), (SELECT organisation_id FROM bucket))
  ORDER BY o.created_on, o.organisation_id LIMIT 25 OFFSET $1::bigint - (SELECT before FROM bucket)
) found CROSS JOIN LATERAL (
  SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o) page) AS keys
