-- What rules call in the database beside PostgreSQL's own functions. `library` and the modules beside this file
-- hold the same in Python; tests compare the two. Statements are divided by a line of dashes.

CREATE OR REPLACE FUNCTION odos_sine(angle numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    turn constant numeric := 2 * 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848;
    square numeric; term numeric; total numeric; step int := 1;
BEGIN
    IF abs(angle) > 1e15 THEN RETURN NULL; END IF;
    angle := angle - turn * round(angle / turn);
    square := round(angle * angle, 120); term := angle; total := angle;
    WHILE abs(term) > 1e-110 LOOP
        term := round(-term * square / ((step + 1) * (step + 2)), 120);
        total := total + term; step := step + 2;
    END LOOP;
    RETURN total;
END $$
----
CREATE OR REPLACE FUNCTION odos_cosine(angle numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN odos_sine(angle + 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848 / 2)
----
CREATE OR REPLACE FUNCTION odos_tangent(angle numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN (odos_sine(angle) + 0e-120) / NULLIF(odos_cosine(angle), 0)
----
CREATE OR REPLACE FUNCTION odos_arc_tangent(tangent numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    half_turn constant numeric := 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848 / 2;
    value numeric := tangent + 0e-120; square numeric; power numeric; total numeric; step int := 1;
BEGIN
    IF abs(tangent) > 1 THEN value := round((1 + 0e-130) / tangent, 130); END IF;
    FOR halving IN 1..3 LOOP
        value := round((value + 0e-130) / (1 + sqrt(1 + value * value + 0e-130)), 130);
    END LOOP;
    square := round(value * value, 130); power := value; total := value;
    WHILE abs(power) > 1e-110 LOOP
        power := round(-power * square, 130); step := step + 2;
        total := total + round(power / step, 130);
    END LOOP;
    total := total * 8;
    IF abs(tangent) > 1 THEN RETURN sign(tangent) * half_turn - total; END IF;
    RETURN total;
END $$
----
CREATE OR REPLACE FUNCTION odos_arc_sine(value numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN abs(value) > 1 THEN NULL
    WHEN abs(value) = 1 THEN value * 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848 / 2
    ELSE odos_arc_tangent((value + 0e-120) / sqrt(1 - value * value + 0e-120)) END
----
CREATE OR REPLACE FUNCTION odos_arc_tangent_of(y numeric, x numeric) RETURNS numeric
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE
    WHEN x = 0 THEN sign(y) * 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848 / 2
    ELSE odos_arc_tangent((y + 0e-120) / x) + CASE WHEN x > 0 THEN 0 WHEN y >= 0 THEN 1 ELSE -1 END
        * 3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803482534211706798214808651328230664709384460955058223172535940812848 END
----
CREATE OR REPLACE FUNCTION odos_is_pattern(pattern text) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN char_length(pattern) <= 500 AND pattern COLLATE "C" ~ {grammar}
----
-- 0: no match, 1: no pattern, 2: a match of the whole text.
CREATE OR REPLACE FUNCTION odos_matches(value text, pattern text) RETURNS int
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    IF NOT odos_is_pattern(pattern) THEN RETURN 1; END IF;
    RETURN CASE WHEN value COLLATE "C" ~ ('^(?:' || pattern || ')$') THEN 2 ELSE 0 END;
EXCEPTION WHEN invalid_regular_expression THEN RETURN 1;
END $$
----
CREATE OR REPLACE FUNCTION odos_replace(value text, part text, replacement text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
    SELECT CASE WHEN char_length(value) + (char_length(value) - char_length(replace(value, part, '')))
            / GREATEST(char_length(part), 1)::bigint * (char_length(replacement) - char_length(part)) > 20000
        THEN {failed} ELSE NULLIF(replace(value, part, replacement), '') END
$$
----
CREATE OR REPLACE FUNCTION odos_replace_matches(value text, pattern text, replacement text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE grown bigint;
BEGIN
    IF odos_matches('', pattern) <> 0 THEN RETURN {failed}; END IF;
    grown := char_length(value)::bigint * (char_length(replacement) + 1);
    IF grown > 20000 THEN -- perhaps: what is too long is never built
        SELECT char_length(value) + coalesce(sum(char_length(replacement) - char_length(m[1])), 0) INTO grown
        FROM regexp_matches(value COLLATE "C", '(' || pattern || ')', 'g') AS m;
    END IF;
    IF grown > 20000 THEN RETURN {failed}; END IF;
    RETURN NULLIF(regexp_replace(value COLLATE "C", '(?:' || pattern || ')', replace(replacement, '\', '\\'), 'g'), '');
END $$
----
CREATE OR REPLACE FUNCTION odos_json_value(document text, path text[]) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
DECLARE value jsonb; step text; found text;
BEGIN
    value := document::jsonb;
    FOREACH step IN ARRAY path LOOP
        IF jsonb_typeof(value) = 'object' THEN value := value -> step;
        ELSIF jsonb_typeof(value) = 'array' AND step ~ '^[0-9]{1,6}$' THEN value := value -> step::int;
        ELSE RETURN NULL; END IF;
    END LOOP;
    found := value #>> '{}';
    IF jsonb_typeof(value) IN ('object', 'array') OR char_length(found) > 20000 THEN RETURN {failed}; END IF;
    RETURN NULLIF(found, '');
EXCEPTION WHEN data_exception OR statement_too_complex OR program_limit_exceeded THEN RETURN {failed};
END $$
----
CREATE OR REPLACE FUNCTION odos_json_path_value(document text, path text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT AS $$
BEGIN
    IF path !~ '^\$(\.[A-Za-z_][A-Za-z0-9_]*|\[[0-9]{1,6}\])*$' THEN RETURN {failed}; END IF;
    RETURN odos_json_value(document, ARRAY(
        SELECT step[1] FROM regexp_matches(path, '[A-Za-z_][A-Za-z0-9_]*|[0-9]+', 'g') AS step
    ));
END $$
----
CREATE OR REPLACE FUNCTION odos_workdays(first date, last date, weekdays int[], holidays date[], extra date[])
RETURNS int LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    low constant date := LEAST(first, last); high constant date := GREATEST(first, last);
    weeks int; found int;
BEGIN
    IF high - low > 366000 THEN RETURN NULL; END IF;
    weeks := (high - low + 1) / 7;
    found := weeks * cardinality(weekdays)
        + (SELECT count(*) FROM generate_series(0, (high - low) % 7) AS d
           WHERE (high - low + 1) % 7 > d AND extract(isodow FROM low + d::int) = ANY(weekdays))
        - (SELECT count(DISTINCT h) FROM unnest(holidays) AS h WHERE h BETWEEN low AND high
           AND extract(isodow FROM h) = ANY(weekdays) AND NOT h = ANY(extra))
        + (SELECT count(DISTINCT e) FROM unnest(extra) AS e WHERE e BETWEEN low AND high
           AND NOT extract(isodow FROM e) = ANY(weekdays));
    RETURN CASE WHEN first <= last THEN found ELSE -found END;
END $$
----
CREATE OR REPLACE FUNCTION odos_is_workday(day date, weekdays int[], holidays date[], extra date[])
RETURNS boolean LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN day = ANY(extra) OR (extract(isodow FROM day)::int = ANY(weekdays) AND NOT day = ANY(holidays))
----
CREATE OR REPLACE FUNCTION odos_workday(day date, count int, weekdays int[], holidays date[], extra date[])
RETURNS date LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
    left_over int := abs(count); step constant int := sign(count)::int; budget int := abs(count) * 7 + 1000;
BEGIN
    IF left_over > 5000 OR (left_over > 0 AND cardinality(weekdays) = 0) THEN RETURN NULL; END IF;
    WHILE left_over > 0 LOOP
        budget := budget - 1;
        IF budget < 0 OR (step > 0 AND day >= DATE '9999-12-31') OR (step < 0 AND day <= DATE '0001-01-01') THEN
            RETURN NULL;
        END IF;
        day := day + step;
        IF odos_is_workday(day, weekdays, holidays, extra) THEN left_over := left_over - 1; END IF;
    END LOOP;
    RETURN day;
END $$
----
-- Seconds worked between two local moments; `hours` holds weekday, first and last minute of each shift in turn.
CREATE OR REPLACE FUNCTION odos_worked_seconds(
    low timestamp, high timestamp, weekdays int[], holidays date[], extra date[], hours int[]
) RETURNS numeric LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN CASE WHEN high::date - low::date <= 4000 THEN COALESCE((
    SELECT sum(GREATEST(0, LEAST(hours[i + 2] * 60, extract(epoch FROM high - d.day))
        - GREATEST(hours[i + 1] * 60, extract(epoch FROM low - d.day))))
    FROM (
        SELECT day::timestamp AS day, CASE WHEN day = ANY(extra) AND NOT extract(isodow FROM day)::int = ANY(weekdays)
            THEN (SELECT min(w) FROM unnest(weekdays) AS w) ELSE extract(isodow FROM day)::int END AS weekday
        FROM (SELECT low::date + n AS day FROM generate_series(0, high::date - low::date) AS n) AS days
        WHERE odos_is_workday(day, weekdays, holidays, extra)
    ) AS d
    CROSS JOIN generate_series(1, cardinality(hours), 3) AS i
    WHERE hours[i] = d.weekday
), 0) END
----
-- Whether a unit is another or stands below it.
CREATE OR REPLACE FUNCTION odos_is_below(unit_id bigint, top bigint) RETURNS boolean
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $$
DECLARE current bigint := unit_id; steps int := 0;
BEGIN
    WHILE current IS NOT NULL AND steps < 100 LOOP
        IF current = top THEN RETURN true; END IF;
        SELECT parent INTO current FROM unit WHERE id = current AND deleted_at IS NULL;
        steps := steps + 1;
    END LOOP;
    RETURN false;
END $$
