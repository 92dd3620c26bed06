
SELECT (SELECT count(*) FROM directory.organisation o WHERE EXISTS (SELECT FROM directory.admin_user a
WHERE a.organisation_id = o.organisation_id AND a.user_email = $1 AND a.status = 'Active')) AS "totalSize", (SELECT string_agg(changes::text, ' ' ORDER BY shard) FROM directory.change_counter) AS version,
(SELECT json_agg(json_build_array(page.organisation_id, page.version) ORDER BY page.position) FROM (SELECT o.organisation_id, o.xmin::text AS version, row_number() OVER (ORDER BY o.created_on ASC, o.organisation_id ASC) AS position
  FROM directory.organisation o WHERE EXISTS (SELECT FROM directory.admin_user a
WHERE a.organisation_id = o.organisation_id AND a.user_email = $1 AND a.status = 'Active')
  ORDER BY o.created_on ASC, o.organisation_id ASC LIMIT $2 OFFSET $3) page) AS keys
