-- model:       business.orders
-- describes:   One row per order and per return that is booked on no order: the source of revenue
--     and order metrics.
-- grain:       one row per order_id
-- key:         order_id
-- depends:     warehouse.dim_orders
-- materialize: view
-- column order_id: Order id of the source.
-- column customer_id: Customer of the order; (unknown) where its file names none.
-- column order_date: Day of the order in the workspace's zone.
-- column campaign_id: Campaign that brought the order: its file's, its conversion's or the last
--     click's; (none) where none did.
-- column channel: Channel that brought the order, from where its campaign is; (unknown) where
--     nothing is known.
-- column sales_amount: Revenue after returns, in the base currency; negative for returns, null in a
--     currency without a rate.
-- column is_return: Whether it is a return, which counts in revenue and not as an order.
-- column is_first_order: Whether it is the customer's first order; never true for returns and
--     unknown customers.
-- column lines: Order lines that count in sales, those of booked returns included.
-- test reconciles: SUM(sales_amount) = SUM(warehouse.dim_orders.sales_amount)
SELECT
    CAST(dim_orders.order_id AS STRING) AS order_id,
    CAST(dim_orders.customer_id AS STRING) AS customer_id,
    CAST(dim_orders.order_date AS DATE) AS order_date,
    CAST(dim_orders.campaign_id AS STRING) AS campaign_id,
    CAST(dim_orders.channel AS STRING) AS channel,
    CAST(dim_orders.sales_amount AS DECIMAL(18, 6)) AS sales_amount,
    CAST(dim_orders.is_return AS BOOLEAN) AS is_return,
    CAST(dim_orders.is_first_order AS BOOLEAN) AS is_first_order,
    CAST(dim_orders.lines AS BIGINT) AS lines
FROM warehouse.dim_orders AS dim_orders
