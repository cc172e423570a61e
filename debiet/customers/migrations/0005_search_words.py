"""The words by which customers are found: name and addresses, kept by triggers."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

# Adding to a row's words is safe for two transactions at once; counting them anew locks the row
# first, and then reads what others have written meanwhile.
_TRIGGERS = """
CREATE FUNCTION debiet_customer_name_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO customers_customerwords (customer_id, words)
    VALUES (NEW.id, debiet_name_words(NEW.name));
    PERFORM debiet_keep_words(debiet_name_words(NEW.name));
    RETURN NULL;
END $$;

CREATE FUNCTION debiet_account_words(account customers_customeraccount) RETURNS tsvector
LANGUAGE sql STABLE AS $$
    SELECT debiet_name_words(concat_ws(' ', account.street, account.house_number,
        account.postal_code, account.municipality))
$$;

CREATE FUNCTION debiet_customer_account_words() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE added tsvector := debiet_account_words(NEW);
BEGIN
    UPDATE customers_customerwords SET words = words || added WHERE customer_id = NEW.customer_id;
    PERFORM debiet_keep_words(added);
    RETURN NULL;
END $$;

CREATE FUNCTION debiet_customer_words(id bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE counted tsvector;
BEGIN
    PERFORM FROM customers_customerwords WHERE customer_id = $1 FOR UPDATE;
    SELECT debiet_name_words(concat_ws(' ', customer.name, string_agg(concat_ws(' ',
        account.street, account.house_number, account.postal_code, account.municipality), ' ')))
    INTO counted
    FROM customers_customer AS customer
    LEFT JOIN customers_customeraccount AS account ON account.customer_id = customer.id
    WHERE customer.id = $1 GROUP BY customer.id;
    UPDATE customers_customerwords SET words = counted
    WHERE customer_id = $1 AND counted IS NOT NULL;
    PERFORM debiet_keep_words(counted);
END $$;

CREATE FUNCTION debiet_customer_words_anew() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'customers_customer' THEN
        PERFORM debiet_customer_words(NEW.id);
    ELSE
        PERFORM debiet_customer_words(OLD.customer_id);
        IF TG_OP = 'UPDATE' AND NEW.customer_id <> OLD.customer_id THEN
            PERFORM debiet_customer_words(NEW.customer_id);
        END IF;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER words_added AFTER INSERT ON customers_customer
    FOR EACH ROW EXECUTE FUNCTION debiet_customer_name_words();
CREATE TRIGGER words_changed AFTER UPDATE OF name ON customers_customer
    FOR EACH ROW WHEN (OLD.name <> NEW.name) EXECUTE FUNCTION debiet_customer_words_anew();
CREATE TRIGGER words_added AFTER INSERT ON customers_customeraccount
    FOR EACH ROW EXECUTE FUNCTION debiet_customer_account_words();
CREATE TRIGGER words_changed AFTER UPDATE OR DELETE ON customers_customeraccount
    FOR EACH ROW EXECUTE FUNCTION debiet_customer_words_anew();
"""
_REMOVED = """
DROP TRIGGER words_changed ON customers_customeraccount;
DROP TRIGGER words_added ON customers_customeraccount;
DROP TRIGGER words_changed ON customers_customer;
DROP TRIGGER words_added ON customers_customer;
DROP FUNCTION debiet_customer_words_anew();
DROP FUNCTION debiet_customer_words(bigint);
DROP FUNCTION debiet_customer_account_words();
DROP FUNCTION debiet_account_words(customers_customeraccount);
DROP FUNCTION debiet_customer_name_words();
"""


class Migration(migrations.Migration):
    dependencies = [("customers", "0004_desk_verification_rule"), ("search", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="CustomerWords",
            fields=[
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="customers.customer",
                    ),
                ),
                ("words", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.RunSQL(_TRIGGERS, _REMOVED),
    ]
