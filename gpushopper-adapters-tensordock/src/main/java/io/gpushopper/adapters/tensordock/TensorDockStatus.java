package io.gpushopper.adapters.tensordock;

import io.gpushopper.domain.session.InstanceCondition;
import java.util.Locale;

/**
 * TensorDock's words for the state of an instance (clients and fixtures read in 2026). Their case and their separators vary:
 * {@code stoppeddisassociated}, {@code StoppedDisassociated} and {@code stopped_disassociated} are one.
 *
 * @param condition how the instance is
 * @param bills whether it may bill; only an instance that is gone certainly does not
 */
record TensorDockStatus(InstanceCondition condition, boolean bills) {
    static TensorDockStatus of(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("[_\\-\\s]", "");
        return switch (plain) {
            case "creating", "queued", "pending", "provisioning", "starting" ->
                new TensorDockStatus(InstanceCondition.STARTING, true);
            case "running", "online", "active" -> new TensorDockStatus(InstanceCondition.RUNNING, true);
            case "stopping", "deleting" -> new TensorDockStatus(InstanceCondition.ENDING, true);
            // A stopped machine is charged in full unless its GPU was released, and nothing tells whether it was.
            case "stopped", "stoppeddisassociated", "outbid", "relocating" ->
                new TensorDockStatus(InstanceCondition.STOPPED, true);
            case "error", "failed" -> new TensorDockStatus(InstanceCondition.FAILED, true);
            case "deleted", "terminated" -> new TensorDockStatus(InstanceCondition.ENDING, false);
            default -> new TensorDockStatus(InstanceCondition.UNREACHABLE, true);
        };
    }
}
