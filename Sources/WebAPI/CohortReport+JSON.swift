import ExactValues
package import JSONCoding
package import Reporting

extension CohortReport: JSONWritable {
    /// The answer of `GET /v1/cohorts`.
    package func write(to writer: inout JSONWriter) {
        writer.object { answer in
            answer.array("cohorts") { array in
                for cohort in cohorts { array.object { cohort.writeMembers(to: &$0) } }
            }
            answer.array("averages") { array in
                for average in averages {
                    array.object { object in
                        object.field("month", average.month)
                        object.field("retention_rate", average.retentionRate)
                        object.field("active_customers", average.activeCustomers)
                        object.field("cohort_size", average.cohortSize)
                        object.field("is_complete", average.isComplete)
                    }
                }
            }
            answer.field("as_of_date", asOfDate)
            answer.field("as_of", publishedRun.finishedAt)
            answer.field("run_id", publishedRun.runID)
        }
    }
}

extension CohortReport.Cohort {
    fileprivate func writeMembers(to object: inout JSONWriter) {
        // A cohort is named by its month.
        object.field("cohort", String(month.description.prefix(7)))
        object.field("size", size)
        object.field("is_left_censored", isLeftCensored)
        object.array("cells") { array in
            for cell in cells {
                array.object { object in
                    object.field("month", cell.month)
                    object.field("active_customers", cell.activeCustomers)
                    object.field("retention_rate", cell.retentionRate)
                    object.field("total_sales", cell.totalSales)
                    object.field("avg_order_value", cell.averageOrderValue)
                    object.field("is_complete", cell.isComplete)
                }
            }
        }
    }
}
