WITH few AS MATERIALIZED (SELECT o.organisation_id FROM directory.organisation o WHERE true AND o.status = $1 AND o.country COLLATE directory.text_order = $2 AND o.country = $2 AND o.parent_organisation_reference = $3 AND o.created_on >= $4::date::timestamp AT TIME ZONE 'UTC'
AND o.created_on < ($4::date + interval '1 month') AT TIME ZONE 'UTC' AND o.organisation_id IN (SELECT c.organisation_id FROM directory.organisation_flag c
JOIN directory.flag f USING (flag_id) WHERE c.flag_id = $5 AND f.access_level <= $6) LIMIT 1000)
SELECT CASE WHEN (SELECT count(*) FROM few) = 1000 THEN (SELECT count(*) FROM directory.organisation o WHERE true AND o.status = $1 AND o.country COLLATE directory.text_order = $2 AND o.country = $2 AND o.parent_organisation_reference = $3 AND o.created_on >= $4::date::timestamp AT TIME ZONE 'UTC'
AND o.created_on < ($4::date + interval '1 month') AT TIME ZONE 'UTC' AND o.organisation_id IN (SELECT c.organisation_id FROM directory.organisation_flag c
JOIN directory.flag f USING (flag_id) WHERE c.flag_id = $5 AND f.access_level <= $6)) ELSE (SELECT count(*) FROM few) END AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.created_on ASC, o.organisation_id ASC) AS position
FROM ((SELECT o.organisation_id FROM few CROSS JOIN LATERAL (
      SELECT * FROM directory.organisation WHERE organisation_id = few.organisation_id OFFSET 0) o
    WHERE NOT (SELECT count(*) FROM few) = 1000 ORDER BY o.created_on ASC, o.organisation_id ASC LIMIT $7 OFFSET $8)
  UNION ALL
  (SELECT o.organisation_id FROM directory.organisation o
    WHERE (SELECT count(*) FROM few) = 1000 AND true AND o.status = $1 AND o.country COLLATE directory.text_order = $2 AND o.country = $2 AND o.parent_organisation_reference = $3 AND o.created_on >= $4::date::timestamp AT TIME ZONE 'UTC'
AND o.created_on < ($4::date + interval '1 month') AT TIME ZONE 'UTC' AND o.organisation_id IN (SELECT c.organisation_id FROM directory.organisation_flag c
JOIN directory.flag f USING (flag_id) WHERE c.flag_id = $5 AND f.access_level <= $6) ORDER BY o.created_on ASC, o.organisation_id ASC LIMIT $7 OFFSET $8)) found CROSS JOIN LATERAL (
  SELECT *, xmin FROM directory.organisation WHERE organisation_id = found.organisation_id OFFSET 0) o) page) AS keys
