"""The yardstick of the sales pipeline: one file through staging, star schema and business tables
in SQLite, written plainly, with the indexes that it needs.

Usage: yardstick_sales.py FILE.csv[.gz]; works in a temporary folder and prints the number
of orders and the total in cents.
"""

import csv
import gzip
import os
import sqlite3
import sys
import tempfile

SCHEMA = """
CREATE TABLE stg_sales_raw (date_raw TEXT, customer_id TEXT, order_id TEXT, sales TEXT);
CREATE TABLE stg_sales_cleaned (
    order_date TEXT, customer_id TEXT, order_id TEXT, sales_cents INTEGER, flag TEXT);
CREATE TABLE dim_customer (
    customer_id TEXT PRIMARY KEY, first_order_date TEXT, last_order_date TEXT, orders INTEGER,
    spent_cents INTEGER, cohort_month TEXT);
CREATE TABLE dim_order (
    order_id TEXT PRIMARY KEY, customer_id TEXT, order_date TEXT, amount_cents INTEGER,
    customer_order_sequence INTEGER, days_since_previous_order INTEGER);
CREATE TABLE fact_sales (
    customer_id TEXT, order_id TEXT, order_date TEXT, sales_cents INTEGER,
    PRIMARY KEY (customer_id, order_id, order_date));
CREATE TABLE monthly_metrics (
    period_month TEXT PRIMARY KEY, sales_cents INTEGER, orders INTEGER, customers INTEGER);
CREATE TABLE cohort_analysis (
    cohort_month TEXT, months_since INTEGER, active_customers INTEGER, sales_cents INTEGER,
    PRIMARY KEY (cohort_month, months_since));
"""
STEPS = """
INSERT INTO stg_sales_cleaned
SELECT date(date_raw), customer_id, order_id, CAST(round(sales * 100) AS INTEGER),
    CASE WHEN date(date_raw) IS NULL THEN 'INVALID_DATE' WHEN customer_id = '' THEN 'INVALID_CUSTOMER'
        WHEN order_id = '' THEN 'INVALID_ORDER' WHEN CAST(sales AS REAL) <= 0 THEN 'INVALID_SALES'
        ELSE 'VALID' END
FROM stg_sales_raw;
INSERT INTO fact_sales
SELECT customer_id, order_id, order_date, sum(sales_cents)
FROM stg_sales_cleaned WHERE flag = 'VALID' GROUP BY 1, 2, 3;
INSERT INTO dim_customer
SELECT customer_id, min(order_date), max(order_date), count(DISTINCT order_id), sum(sales_cents),
    substr(min(order_date), 1, 7)
FROM fact_sales GROUP BY customer_id;
INSERT INTO dim_order
SELECT order_id, customer_id, order_date, sales_cents,
    row_number() OVER (PARTITION BY customer_id ORDER BY order_date, order_id),
    julianday(order_date)
        - julianday(lag(order_date) OVER (PARTITION BY customer_id ORDER BY order_date, order_id))
FROM fact_sales;
INSERT INTO monthly_metrics
SELECT substr(order_date, 1, 7), sum(sales_cents), count(DISTINCT order_id),
    count(DISTINCT customer_id)
FROM fact_sales GROUP BY 1;
INSERT INTO cohort_analysis
SELECT cohort_month,
    (substr(order_date, 1, 4) - substr(cohort_month, 1, 4)) * 12
        + substr(order_date, 6, 2) - substr(cohort_month, 6, 2),
    count(DISTINCT customer_id), sum(sales_cents)
FROM fact_sales JOIN dim_customer USING (customer_id) GROUP BY 1, 2;
"""


def main():
    path = sys.argv[1]
    opened = gzip.open(path, "rt", newline="") if path.endswith(".gz") else open(path, newline="")
    with opened as file, tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(os.path.join(folder, "sales.db"))
        database.executescript(SCHEMA)
        rows = csv.DictReader(file)
        database.executemany(
            "INSERT INTO stg_sales_raw VALUES (?, ?, ?, ?)",
            ((row["Date"], row["Customer ID"], row["Order ID"], row["Sales"]) for row in rows),
        )
        database.commit()
        for step in STEPS.split(";\n"):
            database.execute(step)
        database.commit()
        print(*database.execute("SELECT count(*), sum(sales_cents) FROM fact_sales").fetchone())


if __name__ == "__main__":
    main()
