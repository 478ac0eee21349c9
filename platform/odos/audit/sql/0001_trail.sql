-- Run once in the audit schema of a workspace, as the owner of the trail.
-- {app} is the application's role, {namespace} this schema; both are quoted.

CREATE TABLE audit_entry (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    entity uuid NOT NULL,
    record_id bigint,
    version integer,
    action text COLLATE "C" NOT NULL,
    actor_id bigint,
    actor_label text COLLATE "C" NOT NULL DEFAULT '',
    source text COLLATE "C" NOT NULL,
    reason text COLLATE "C",
    address inet,
    correlation uuid,
    cause uuid,
    schema_version integer,
    changes jsonb NOT NULL DEFAULT '{}',
    salt bytea DEFAULT uuid_send(gen_random_uuid())
) PARTITION BY RANGE (at);

COMMENT ON TABLE audit_entry IS 'One change of one record; changes is {field id: [from, to]}';
COMMENT ON COLUMN audit_entry.xid IS 'The writing transaction: below the snapshot''s xmin nothing more can come';
COMMENT ON COLUMN audit_entry.salt IS 'Makes the sealed digest tell nothing; NULL once the content was erased';

CREATE INDEX audit_entry_record ON audit_entry (entity, record_id, at DESC, id DESC);
CREATE INDEX audit_entry_xid ON audit_entry (xid);

-- Entries of months that have no partition yet; `audit_add_partition` moves them out.
CREATE TABLE audit_entry_rest PARTITION OF audit_entry DEFAULT;

-- The columns that the application names: not id, xid or salt, which it must not choose.
GRANT SELECT ON audit_entry TO {app};
GRANT INSERT (
    at, entity, record_id, version, action, actor_id, actor_label, source, reason, address,
    correlation, cause, schema_version, changes
) ON audit_entry TO {app};

CREATE FUNCTION audit_add_partition(month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path TO {namespace}, pg_temp SET lock_timeout TO '2s' AS $$
DECLARE
    start_on date := date_trunc('month', month);
    end_on date := start_on + interval '1 month';
    name text := 'audit_entry_' || to_char(start_on, 'YYYY_MM');
    bounds text := format('FROM (%L) TO (%L)', start_on || ' 00:00+00', end_on || ' 00:00+00');
BEGIN
    IF to_regclass(format('{namespace}.%I', name)) IS NOT NULL THEN
        RETURN false;
    END IF;
    IF extract(year FROM start_on) NOT BETWEEN 2000 AND 2200 THEN
        RAISE EXCEPTION 'no partition for %', start_on;
    END IF;
    -- Attaching a finished table takes no lock that writers of other months would wait for.
    EXECUTE format('CREATE TABLE %I (LIKE audit_entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
    EXECUTE format(
        'WITH moved AS (DELETE FROM audit_entry_rest WHERE at >= %L AND at < %L RETURNING *)'
        ' INSERT INTO %I SELECT * FROM moved',
        start_on || ' 00:00+00', end_on || ' 00:00+00', name
    );
    EXECUTE format('ALTER TABLE audit_entry ATTACH PARTITION %I FOR VALUES %s', name, bounds);
    RETURN true;
END
$$;

REVOKE ALL ON FUNCTION audit_add_partition(date) FROM public;
GRANT EXECUTE ON FUNCTION audit_add_partition(date) TO {app};
