package io.ocs.rating.catalog;

import io.ocs.core.FinalUnit;
import io.ocs.core.FinalUnitAction;
import io.ocs.core.RedirectServer;
import java.util.List;

/** The keys of a quota that say what happens behind the last unit (Final-Unit-Indication, RFC 8506 §8.34). */
final class FinalUnitTerms {

    static final List<String> KEYS = List.of("final-unit-action", "redirect-to", "filter-rules", "filter-ids");

    private FinalUnitTerms() {}

    /** Null if the block says nothing about it. */
    static FinalUnit read(Fields fields) {
        FinalUnitAction action = fields.value("final-unit-action", null, Texts::finalUnitAction);
        RedirectServer redirect = fields.value("redirect-to", null, RedirectServer::parse);
        List<String> rules = fields.list("filter-rules", FilterRules::rule);
        List<String> ids = fields.list("filter-ids", FilterRules::id);
        if (action == FinalUnitAction.REDIRECT && !fields.has("redirect-to")) {
            fields.problems()
                    .add(
                            fields.at("final-unit-action"),
                            "'redirect' needs 'redirect-to' with a URL, SIP URI or IP address beside it");
        }
        if (action != FinalUnitAction.REDIRECT && fields.has("redirect-to")) {
            fields.problems()
                    .add(fields.at("redirect-to"), "'redirect-to' needs 'final-unit-action: redirect' beside it");
        }
        checkFilters(fields, action);
        return action == null ? null : new FinalUnit(action, redirect, rules, ids);
    }

    private static void checkFilters(Fields fields, FinalUnitAction action) {
        boolean filters = fields.has("filter-rules") || fields.has("filter-ids");
        if (action == FinalUnitAction.RESTRICT_ACCESS && !filters) {
            fields.problems()
                    .add(
                            fields.at("final-unit-action"),
                            "'restrict-access' needs 'filter-rules' or 'filter-ids' beside it: what stays reachable");
        }
        if (filters && (action == null || action == FinalUnitAction.TERMINATE)) {
            String key = fields.has("filter-rules") ? "filter-rules" : "filter-ids";
            fields.problems()
                    .add(
                            fields.at(key),
                            "'" + key + "' needs 'final-unit-action: restrict-access' or 'redirect' beside it");
        }
    }
}
