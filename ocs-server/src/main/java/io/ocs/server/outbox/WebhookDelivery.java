package io.ocs.server.outbox;

import io.ocs.server.alarm.SignedPost;

/** By a signed POST, in the form of Standard Webhooks. */
public final class WebhookDelivery implements Delivery {
    private final SignedPost post;

    public WebhookDelivery(SignedPost post) {
        this.post = post;
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public String attempt(Notification notification) throws InterruptedException {
        return post.send(notification.id(), notification.body());
    }
}
