package import ExactValues
package import MarketingDomain
package import SQLAccess

/// The workspace's campaigns. Every call is one statement, which happens whole or not at all;
/// several make one change in `session.transaction`.
package struct CampaignRepository {
    private let session: any SQLSession

    package init(_ session: any SQLSession) {
        self.session = session
    }

    /// A campaign with its count of changes, which tells a stale copy from a fresh one.
    package struct Stored: Sendable, Hashable {
        package let campaign: Campaign
        /// 1 when new, one more with each change.
        package let version: Int
        package let createdAt: UTCTimestamp
        package let updatedAt: UTCTimestamp
    }

    /// - Throws: `.constraint` where the id exists.
    package func insert(_ campaign: Campaign, at now: UTCTimestamp) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.campaigns (\(statement: CampaignRepository.columns))
            VALUES (\(statement: values(campaign)), \(1), \(now), \(now))
            """)
    }

    /// Writes the campaign whether it exists or not, as imports do.
    package func save(_ campaign: Campaign, at now: UTCTimestamp) throws(SQLError) {
        try session.execute(
            """
            INSERT INTO workspace.campaigns (\(statement: CampaignRepository.columns))
            VALUES (\(statement: values(campaign)), \(1), \(now), \(now))
            ON CONFLICT (campaign_id) DO UPDATE SET
                name = excluded.name, status = excluded.status, objective = excluded.objective,
                budget_amount = excluded.budget_amount, currency_code = excluded.currency_code,
                start_date = excluded.start_date, end_date = excluded.end_date,
                version = campaigns.version + 1, updated_at = excluded.updated_at
            """)
    }

    /// Changes the campaign if nobody else did since `version`; false where somebody did, or
    /// where it does not exist.
    package func update(
        _ campaign: Campaign, from version: Int, at now: UTCTimestamp
    ) throws(SQLError) -> Bool {
        try session.execute(
            """
            UPDATE workspace.campaigns SET
                name = \(campaign.name), status = \(campaign.status.rawValue),
                objective = \(campaign.objective), budget_amount = \(campaign.budget?.amount),
                currency_code = \(campaign.budget?.currency.text),
                start_date = \(campaign.startDate), end_date = \(campaign.endDate),
                version = version + 1, updated_at = \(now)
            WHERE campaign_id = \(campaign.id.text) AND version = \(version)
            """) == 1
    }

    /// False where there is none.
    package func delete(_ id: CampaignID) throws(SQLError) -> Bool {
        try session.execute(
            "DELETE FROM workspace.campaigns WHERE campaign_id = \(id.text)") == 1
    }

    package func find(_ id: CampaignID) throws -> Stored? {
        try session.query(
            """
            SELECT \(statement: CampaignRepository.columns) FROM workspace.campaigns
            WHERE campaign_id = \(id.text)
            """
        ).rows.first.map { try CampaignRepository.read($0) }
    }

    /// By id, at most `limit` behind `last`.
    package func list(after last: CampaignID? = nil, limit: Int = 1000) throws -> [Stored] {
        try session.query(
            """
            SELECT \(statement: CampaignRepository.columns) FROM workspace.campaigns
            WHERE campaign_id > \(last?.text ?? "") ORDER BY campaign_id LIMIT \(limit)
            """
        ).rows.map { try CampaignRepository.read($0) }
    }

    private static let columns: SQLStatement = """
        campaign_id, name, status, objective, budget_amount, currency_code, start_date, end_date,
        version, created_at, updated_at
        """

    private func values(_ campaign: Campaign) -> SQLStatement {
        """
        \(campaign.id.text), \(campaign.name), \(campaign.status.rawValue), \
        \(campaign.objective), \(campaign.budget?.amount), \(campaign.budget?.currency.text), \
        \(campaign.startDate), \(campaign.endDate)
        """
    }

    private static func read(_ row: SQLRow) throws -> Stored {
        Stored(
            campaign: try Campaign(
                id: CampaignID(try row.decode("campaign_id")), name: try row.decode("name"),
                status: try readStatus(row), objective: try row.decodeIfPresent("objective"),
                budget: try readBudget(row), startDate: try row.decodeIfPresent("start_date"),
                endDate: try row.decodeIfPresent("end_date")),
            version: try row.decode("version"), createdAt: try row.decode("created_at"),
            updatedAt: try row.decode("updated_at"))
    }

    private static func readStatus(_ row: SQLRow) throws -> CampaignStatus {
        let text: String = try row.decode("status")
        guard let status = CampaignStatus(rawValue: text) else {
            throw WorkspaceContentError.unknownWord(text, column: "campaigns.status")
        }
        return status
    }

    private static func readBudget(_ row: SQLRow) throws -> CampaignBudget? {
        guard let amount: FixedDecimal = try row.decodeIfPresent("budget_amount") else {
            return nil
        }
        let text: String = try row.decode("currency_code")
        guard let currency = CurrencyCode(text) else {
            throw WorkspaceContentError.unknownWord(text, column: "campaigns.currency_code")
        }
        return try CampaignBudget(amount: amount, currency: currency)
    }
}

/// The database holds what this program never writes: another hand was in it.
package enum WorkspaceContentError: Error, Hashable, Sendable, CustomStringConvertible {
    case unknownWord(String, column: String)

    package var description: String {
        switch self {
        case .unknownWord(let word, let column):
            "workspace.\(column) holds \"\(word)\", which this program does not know"
        }
    }
}
