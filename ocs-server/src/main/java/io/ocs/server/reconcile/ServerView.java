package io.ocs.server.reconcile;

import io.ocs.core.UnitKind;
import io.ocs.core.command.AccountAdministration;
import io.ocs.core.command.SubscriberView;
import io.ocs.server.reconcile.Ledger.BucketKey;
import io.ocs.server.reconcile.Ledger.Holding;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the server shows to operators: all buckets of all accounts. */
public final class ServerView {
    private static final int PAGE = 1000;

    private final Map<BucketKey, Holding> holdings = new HashMap<>();

    private ServerView() {}

    /** Lists all subscribers; an account with several members is taken once. Nothing must be charged meanwhile. */
    public static ServerView of(AccountAdministration administration) {
        ServerView view = new ServerView();
        int offset = 0;
        List<SubscriberView> page = administration.subscribers(offset, PAGE).join();
        while (!page.isEmpty()) {
            page.forEach(view::add);
            offset += page.size();
            page = administration.subscribers(offset, PAGE).join();
        }
        return view;
    }

    private void add(SubscriberView subscriber) {
        for (SubscriberView.Bucket bucket : subscriber.buckets()) {
            boolean money = bucket.kind() == UnitKind.MONEY;
            String asset =
                    money ? subscriber.currency() : Assets.units(bucket.kind().ordinal());
            holdings.put(
                    new BucketKey(subscriber.accountId(), bucket.id()),
                    new Holding(asset, bucket.balance(), bucket.reserved()));
        }
    }

    Map<BucketKey, Holding> holdings() {
        return holdings;
    }
}
