"""The words of the customers there were before, then their index; nothing is locked meanwhile."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations

FILL = """
INSERT INTO customers_customerwords (customer_id, words)
SELECT customer.id, debiet_name_words(concat_ws(' ', customer.name, (
    SELECT string_agg(concat_ws(' ', account.street, account.house_number, account.postal_code,
        account.municipality), ' ')
    FROM customers_customeraccount AS account WHERE account.customer_id = customer.id)))
FROM customers_customer AS customer
ON CONFLICT (customer_id) DO NOTHING
"""
KEEP = """
INSERT INTO search_word (word)
SELECT lexeme
FROM (
    SELECT DISTINCT unnest(tsvector_to_array(words)) AS lexeme FROM customers_customerwords
) AS all_words
WHERE length(lexeme) BETWEEN 3 AND 40 AND lexeme !~ '[^[:alpha:]]'
    AND NOT EXISTS (SELECT FROM search_word AS kept WHERE kept.word = lexeme)
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("customers", "0005_search_words")]
    operations = [
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.RunSQL(KEEP, migrations.RunSQL.noop),
        AddIndexConcurrently(
            model_name="customerwords",
            index=GinIndex(fastupdate=False, fields=["words"], name="customer_words_found"),
        ),
    ]
