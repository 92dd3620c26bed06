WITH few AS MATERIALIZED (SELECT o.organisation_id FROM directory.organisation o WHERE true AND directory.fold($1) <> '' AND o.search_text LIKE '%' || regexp_replace(directory.fold($1), '([\\%_])', '\\\1', 'g') || '%' LIMIT 1000)
SELECT CASE WHEN (SELECT count(*) FROM few) = 1000 THEN CASE WHEN (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) = $4 THEN $5::bigint ELSE (SELECT count(*) FROM directory.organisation o WHERE true AND directory.fold($1) <> '' AND o.search_text LIKE '%' || regexp_replace(directory.fold($1), '([\\%_])', '\\\1', 'g') || '%') END ELSE (SELECT count(*) FROM few) END AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.created_on ASC, o.organisation_id ASC) AS position
FROM ((SELECT o.organisation_id FROM few CROSS JOIN LATERAL (
      SELECT * FROM directory.organisation WHERE organisation_id = few.organisation_id OFFSET 0) o
    WHERE NOT (SELECT count(*) FROM few) = 1000 ORDER BY o.created_on ASC, o.organisation_id ASC LIMIT $2 OFFSET $3)
  UNION ALL
  (SELECT o.organisation_id FROM directory.organisation o
    WHERE (SELECT count(*) FROM few) = 1000 AND true AND directory.fold($1) <> '' AND o.search_text LIKE '%' || regexp_replace(directory.fold($1), '([\\%_])', '\\\1', 'g') || '%' ORDER BY o.created_on ASC, o.organisation_id ASC LIMIT $2 OFFSET $3)) found CROSS JOIN LATERAL (
  SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o) page) AS keys
