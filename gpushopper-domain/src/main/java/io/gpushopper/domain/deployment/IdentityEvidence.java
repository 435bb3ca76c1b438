package io.gpushopper.domain.deployment;

import io.gpushopper.domain.session.DeploymentId;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that says whose a store is, and what an operator may make of it. A configured id equal to the store's counts as its file.
 *
 * <table>
 * <caption>the rule</caption>
 * <tr><th>store</th><th>file</th><th>configured</th><th>standing</th><th>may be claimed</th></tr>
 * <tr><td>none</td><td>none</td><td>any</td><td>NEW</td><td></td></tr>
 * <tr><td>none</td><td>F</td><td>none</td><td>STORE_LOST</td><td>F</td></tr>
 * <tr><td>none</td><td>F</td><td>C</td><td>STORE_LOST</td><td>C, and F stays ours</td></tr>
 * <tr><td>S</td><td>any</td><td>S</td><td>AGREED</td><td>S, which changes nothing</td></tr>
 * <tr><td>S</td><td>any</td><td>C</td><td>CONFIGURED_OTHERWISE</td><td>C, and S stays ours</td></tr>
 * <tr><td>S</td><td>S</td><td>none</td><td>AGREED</td><td>S, which changes nothing</td></tr>
 * <tr><td>S</td><td>none</td><td>none</td><td>FILE_MISSING</td><td>S</td></tr>
 * <tr><td>S</td><td>F</td><td>none</td><td>FILE_DIFFERS</td><td>S; or F, and S stays ours</td></tr>
 * </table>
 *
 * @param stored the id that the store has; null when it has none, or none that was ever bought under
 * @param filed the id in the file beside it; null when there is no file
 * @param configured the id in the configuration; null when there is none
 */
public record IdentityEvidence(
        @Nullable DeploymentId stored,
        @Nullable DeploymentId filed,
        @Nullable DeploymentId configured) {

    /** What follows from it. */
    public Standing standing() {
        if (stored == null) {
            return filed == null ? Standing.NEW : Standing.STORE_LOST;
        }
        if (configured != null) {
            return configured.equals(stored) ? Standing.AGREED : Standing.CONFIGURED_OTHERWISE;
        }
        if (filed == null) {
            return Standing.FILE_MISSING;
        }
        return filed.equals(stored) ? Standing.AGREED : Standing.FILE_DIFFERS;
    }

    /**
     * Which ids an operator may claim. After each of them all agree: so a configured id leaves no choice, and an id that nothing here
     * names can't be claimed by a slip of the hand.
     */
    public Set<DeploymentId> claimable() {
        if (standing() == Standing.NEW) {
            return Set.of();
        }
        return configured != null ? Set.of(configured) : named();
    }

    /**
     * The ids that are the store's once that one is claimed, the current one last.
     *
     * @throws ClaimRefusedException when it is not to be claimed; the message says what is
     */
    public Set<DeploymentId> claimed(DeploymentId id) {
        if (!claimable().contains(id)) {
            throw new ClaimRefusedException(id, configured, claimable());
        }
        Set<DeploymentId> ours = new LinkedHashSet<>();
        DeploymentId before = stored == null ? filed : stored;
        if (before != null) {
            ours.add(before);
        }
        ours.remove(id);
        ours.add(id);
        return ours;
    }

    private Set<DeploymentId> named() {
        return Stream.of(stored, filed)
                .flatMap(Stream::ofNullable)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
