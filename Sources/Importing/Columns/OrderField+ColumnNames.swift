extension OrderField {
    /// The names that columns of this meaning have in shops' exports, as keys of `ColumnName`; the
    /// surest first, because a file may have several. English, German, French, Spanish.
    ///
    /// A product's id (SKU, StockCode) is no line id: one order may hold a product on two lines.
    var columnNames: [String] {
        switch self {
        case .date: OrderField.dateNames
        case .customer: OrderField.customerNames
        case .order: OrderField.orderNames
        case .sales: OrderField.salesNames
        case .quantity:
            [
                "quantity", "qty", "orderquantity", "orderqty", "quantityordered",
                "lineitemquantity", "itemquantity", "quantitysold", "units", "unitssold", "pieces",
                "menge", "anzahl", "stuckzahl", "stueckzahl", "bestellmenge",
                "quantite", "qte", "cantidad", "unidades",
            ]
        case .unitPrice:
            [
                "unitprice", "priceperunit", "priceeach", "itemprice", "lineitemprice",
                "sellingprice", "unitsellingprice", "unitamount", "price",
                "einzelpreis", "stuckpreis", "stueckpreis", "preis",
                "prixunitaire", "prixunite", "prix", "preciounitario", "precioporunidad", "precio",
            ]
        case .line:
            [
                "orderlineid", "orderlinenumber", "orderline", "line", "orderitemid", "lineitemid",
                "lineid", "linenumber", "lineno", "linenr", "linenum", "invoicelineid",
                "invoiceline", "salesorderlinenumber", "salesorderdetailid", "transactionlineid",
                "rowid", "positionid", "position", "pos",
                "positionsnummer", "positionsnr", "posnr", "bestellposition", "zeilennummer",
                "numeroligne", "lignecommande", "ligne", "numerolinea", "lineapedido", "linea",
            ]
        case .currency:
            [
                "currencycode", "currency", "ordercurrency", "currencyid", "curr",
                "wahrung", "waehrung", "wahrungscode", "devise", "moneda", "divisa",
            ]
        case .channel:
            [
                "channel", "saleschannel", "marketingchannel", "orderchannel", "channelname",
                "channelid", "acquisitionchannel", "trafficsource", "utmsource", "ordersource",
                "kanal", "vertriebskanal", "marketingkanal", "verkaufskanal",
                "canal", "canaldevente", "canaldeventa", "canalventa",
            ]
        case .campaign:
            [
                "campaignid", "campaign", "campaignname", "utmcampaign", "marketingcampaign",
                "kampagne", "kampagnenid", "kampagnenname",
                "campagne", "idcampagne", "campana", "idcampana",
            ]
        case .status:
            [
                "orderstatus", "status", "financialstatus", "transactionstatus", "orderstate",
                "invoicestatus", "bestellstatus", "auftragsstatus", "statut", "statutcommande",
                "estadopedido", "estadodelpedido",
            ]
        case .returnedOrder:
            [
                "returnedorderid", "returnedorder", "originalorderid", "originalorder",
                "originalorderno", "originalordernumber", "originalinvoice", "originalinvoiceno",
                "refundedorderid", "refundedorder", "refundoforder", "refundof", "returnoforder",
                "returnof", "creditedinvoice", "parentorderid",
                "ursprungsbestellung", "originalbestellung", "stornozu",
                "commandeoriginale", "pedidooriginal",
            ]
        }
    }

    private static let dateNames = [
        "orderdate", "orderedat", "orderdatetime", "ordertimestamp", "orderpurchasetimestamp",
        "invoicedate", "purchasedate", "purchasedat", "transactiondate", "transactiondatetime",
        "saledate", "salesdate", "dateoforder", "dateordered", "datecreated", "createdat",
        "createddate", "ordercreatedat", "ordertime", "date", "datetime", "timestamp", "day",
        "created", "processedat", "paidat", "billingdate", "receiptdate", "time",
        "bestelldatum", "bestellzeitpunkt", "auftragsdatum", "rechnungsdatum", "kaufdatum",
        "belegdatum", "datum",
        "datecommande", "datedecommande", "dateachat", "dateachats", "datefacture",
        "datedefacture", "datevente",
        "fechapedido", "fechadepedido", "fechadelpedido", "fechacompra", "fechadecompra",
        "fechafactura", "fechaventa", "fecha",
    ]

    private static let customerNames = [
        "customerid", "customernumber", "customerno", "customernr", "customercode", "customerkey",
        "customerref", "custid", "custno", "clientid", "clientnumber", "buyerid", "shopperid",
        "memberid", "accountid", "userid", "contactid", "customeruserid", "customer", "client",
        "buyer", "user", "customeremail", "buyeremail", "email", "emailaddress", "customername",
        "kundennummer", "kundenid", "kundennr", "kdnr", "debitor", "debitorennummer", "kunde",
        "idclient", "numeroclient", "numclient", "codeclient",
        "idcliente", "clienteid", "numerocliente", "codigocliente", "cliente",
    ]

    private static let orderNames = [
        "orderid", "ordernumber", "orderno", "ordernr", "ordercode", "orderref",
        "orderreference", "orderkey", "salesorderid", "salesordernumber", "invoiceno",
        "invoicenumber", "invoiceid", "invoicenr", "transactionid", "transactionnumber",
        "transactionno", "receiptid", "receiptnumber", "receiptno", "purchaseid", "basketid",
        "billno", "billid", "saleid", "order", "invoice", "transaction", "receipt",
        "bestellnummer", "bestellnr", "bestellid", "auftragsnummer", "auftragsnr",
        "rechnungsnummer", "rechnungsnr", "belegnummer", "bestellung",
        "idcommande", "numerocommande", "numerodecommande", "numcommande", "numerofacture",
        "numerodefacture", "commande",
        "idpedido", "pedidoid", "numeropedido", "numerodepedido", "numpedido", "numerofactura",
        "numerodefactura", "idfactura", "pedido",
    ]

    private static let salesNames = [
        "sales", "salesamount", "linetotal", "lineamount", "linerevenue", "linevalue",
        "amount", "revenue", "netsales", "netamount", "netrevenue", "saleamount", "totalsales",
        "totalprice", "totalamount", "totalrevenue", "orderamount", "ordervalue", "ordertotal",
        "orderrevenue", "grosssales", "grossamount", "grossrevenue", "total", "turnover",
        "transactionamount", "transactionrevenue", "transactionvalue", "purchaseamount",
        "purchasevalue", "invoiceamount", "invoicetotal", "amountpaid", "totalpaid",
        "paymentvalue", "extendedprice", "grandtotal", "subtotal", "value",
        "umsatz", "nettoumsatz", "bruttoumsatz", "betrag", "nettobetrag", "bruttobetrag",
        "gesamtbetrag", "rechnungsbetrag", "bestellwert", "gesamtpreis", "summe", "gesamt",
        "montant", "montanttotal", "montantht", "montantttc", "chiffredaffaires", "ventes",
        "prixtotal",
        "importe", "importetotal", "ventas", "ingresos", "monto", "montototal", "preciototal",
        "valor",
    ]
}
