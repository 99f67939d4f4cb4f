/// The verdict on each line of a file, by the rules under "Staging" of the models.
struct OrderJudgement: Sendable {
    private(set) var verdicts: [OrderVerdict]
    /// True where an identical line of the same order stands earlier; only in files whose lines
    /// have no ids. Empty where no line is.
    private(set) var isRepeated: [Bool] = []
    /// By code of the order: whether its id carries the C of a cancelled invoice.
    private(set) var hasReturnMark: [Bool]
    /// By code: whether its lines are returns, by that mark or by a total below zero.
    private(set) var isReturn: [Bool]
    /// By code: the order that the rest of a marked id names, where the file has it; else empty.
    private(set) var markedOrder: [Int32] = []
    /// Lines without a customer that are cancelled, or duplicates: by the order of the rules their
    /// verdict is `missing_customer`, and so they count as sales.
    private(set) var guestCancelled = LineTally()
    private(set) var guestDuplicates = LineTally()

    init(_ lines: OrderLines, orderInterner: TextInterner, lineHashes: [UInt64]) {
        let orders = lines.order.dictionary.count
        hasReturnMark = Array(repeating: false, count: orders)
        isReturn = hasReturnMark
        verdicts = OrderJudgement.unusable(lines)
        let isDuplicate = duplicates(lines)
        let isCancelled = OrderJudgement.cancelled(lines)
        markReturns(lines, orderInterner)
        addNegativeOrders(lines, isDuplicate: isDuplicate, isCancelled: isCancelled)
        for line in verdicts.indices where verdicts[line] == .valid {
            let order = Int(lines.order.codes[line])
            if lines.customer.isMissing[Int(lines.customer.codes[line])] {
                verdicts[line] = .missingCustomer
                if !isCancelled.isEmpty, isCancelled[line] {
                    guestCancelled.add(lines.sales[line])
                } else if !isDuplicate.isEmpty, isDuplicate[line] {
                    guestDuplicates.add(lines.sales[line])
                }
            } else if lines.sales[line] == 0 {
                verdicts[line] = .zeroAmount
            } else if !isCancelled.isEmpty, isCancelled[line] {
                verdicts[line] = .cancelled
            } else if isReturn[order] {
                verdicts[line] = .return
            } else if !isDuplicate.isEmpty, isDuplicate[line] {
                verdicts[line] = .duplicate
            }
        }
        isRepeated = OrderJudgement.repeated(lines.order.codes, orders: orders, lineHashes)
    }

    /// The first four rules; the rest is valid so far.
    private static func unusable(_ lines: OrderLines) -> [OrderVerdict] {
        let dayByCode = lines.dates.days
        return lines.sales.indices.map { line in
            if dayByCode[Int(lines.dateCodes[line])] == DateColumn.noDate { return .invalidDate }
            if lines.order.isMissing[Int(lines.order.codes[line])] { return .missingOrder }
            switch lines.sales[line] {
            case AmountColumn.invalid: return .invalidAmount
            case AmountColumn.tooPrecise: return .amountTooPrecise
            default: return .valid
            }
        }
    }

    /// True where a usable line has the order and line id of an earlier usable one.
    private mutating func duplicates(_ lines: OrderLines) -> [Bool] {
        guard let ids = lines.others[.line] else { return [] }
        var isDuplicate = [Bool](repeating: false, count: lines.count)
        var seen: Set<UInt64> = []
        seen.reserveCapacity(lines.count)
        for line in isDuplicate.indices where verdicts[line] == .valid {
            let id = ids.codes[line]
            if ids.isMissing[Int(id)] { continue }
            let key = UInt64(UInt32(lines.order.codes[line])) << 32 | UInt64(UInt32(id))
            if !seen.insert(key).inserted {
                isDuplicate[line] = true
            }
        }
        return isDuplicate
    }

    /// True where the status calls the line's order cancelled; a line without a status follows the
    /// other lines of its order. Empty where nothing is cancelled.
    private static func cancelled(_ lines: OrderLines) -> [Bool] {
        guard let status = lines.others[.status] else { return [] }
        let byCode = (0..<Int32(status.dictionary.count)).map { code in
            OrderStatusWords.isCancelled(status.text(code))
        }
        guard byCode.contains(true) else { return [] }
        var orderIsCancelled = [Bool](repeating: false, count: lines.order.dictionary.count)
        for line in status.codes.indices where byCode[Int(status.codes[line])] {
            orderIsCancelled[Int(lines.order.codes[line])] = true
        }
        return status.codes.indices.map { line in
            let code = Int(status.codes[line])
            return byCode[code]
                || status.isMissing[code] && orderIsCancelled[Int(lines.order.codes[line])]
        }
    }

    /// Finds the C of cancelled invoices: `C536379` in a file whose other ids are plain numbers,
    /// or `C` before the id of an order of the file.
    private mutating func markReturns(_ lines: OrderLines, _ interner: TextInterner) {
        var candidates: [Int32] = []
        var hasPlainNumbers = false
        for code in 0..<Int32(lines.order.dictionary.count)
        where !lines.order.isMissing[Int(code)] {
            lines.order.withBytes(code) { id in
                if id[0] | 0x20 == 0x63, id.count > 1 {
                    candidates.append(code)
                } else if !hasPlainNumbers {
                    hasPlainNumbers = id.allSatisfy { $0 &- 0x30 <= 9 }
                }
            }
        }
        for code in candidates {
            lines.order.withBytes(code) { id in
                let rest = UnsafeBufferPointer(rebasing: id.dropFirst())
                let named = interner.existingCode(of: rest)
                if let named {
                    if markedOrder.isEmpty {
                        markedOrder = Array(repeating: 0, count: isReturn.count)
                    }
                    markedOrder[Int(code)] = named
                }
                if named != nil || hasPlainNumbers && rest.allSatisfy({ $0 &- 0x30 <= 9 }) {
                    hasReturnMark[Int(code)] = true
                    isReturn[Int(code)] = true
                }
            }
        }
    }

    /// An order whose lines sum to less than zero is a return. Lines that do not count as sales
    /// for another reason are left out of the sum.
    private mutating func addNegativeOrders(
        _ lines: OrderLines, isDuplicate: [Bool], isCancelled: [Bool]
    ) {
        guard lines.sales.contains(where: { $0 < 0 && AmountColumn.isAmount($0) }) else { return }
        var totals = [Int128](repeating: 0, count: isReturn.count)
        for line in verdicts.indices where verdicts[line] == .valid {
            if !isDuplicate.isEmpty, isDuplicate[line] { continue }
            if !isCancelled.isEmpty, isCancelled[line] { continue }
            totals[Int(lines.order.codes[line])] += Int128(lines.sales[line])
        }
        for (code, total) in totals.enumerated() where total < 0 { isReturn[code] = true }
    }

    /// Compares lines within their order by a 64-bit hash of the whole line.
    private static func repeated(
        _ orderCodes: [Int32], orders: Int, _ lineHashes: [UInt64]
    ) -> [Bool] {
        guard !lineHashes.isEmpty else { return [] }
        var linesOfOrder = [Int32](repeating: 0, count: orders)
        for code in orderCodes { linesOfOrder[Int(code)] += 1 }
        let candidates = orderCodes.lazy.filter { linesOfOrder[Int($0)] > 1 }.count
        if candidates == 0 { return [] }
        var size = 1024
        while size < candidates * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        var isRepeated = [Bool](repeating: false, count: orderCodes.count)
        var hasRepeated = false
        for line in orderCodes.indices where linesOfOrder[Int(orderCodes[line])] > 1 {
            let hash = lineHashes[line]
            var slot = Int(truncatingIfNeeded: hash) & (size - 1)
            while slots[slot] != 0 {
                let other = Int(slots[slot] - 1)
                if lineHashes[other] == hash, orderCodes[other] == orderCodes[line] {
                    isRepeated[line] = true
                    hasRepeated = true
                    break
                }
                slot = (slot + 1) & (size - 1)
            }
            if !isRepeated[line] { slots[slot] = UInt32(line + 1) }
        }
        return hasRepeated ? isRepeated : []
    }
}
