package io.ocs.balance.store;

import io.ocs.core.state.AccountStore;

class MemoryAccountStoreTest extends AccountStoreContract {

    @Override
    AccountStore newStore(StoreCapacity capacity) {
        return new MemoryAccountStore(capacity);
    }
}
