package io.gpushopper.sdk.wire;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a provider keeps ready to set an instance up with. Immutable.
 *
 * <pre>{@code
 * {"hash_id": "5b9b...", "provider": "vastai", "name": "PyTorch", "image": "pytorch/pytorch:2.5.1", "recommended": true,
 *  "ports": [8080], "recommended_disk_gb": 32, "requirements": ["cuda_version >= 12.4"], "usable": true}
 * }</pre>
 *
 * @param hashId what a session is asked for with; another content has another one
 * @param provider whose
 * @param name what people call it; absent when it has none
 * @param image the container image; absent when the provider doesn't tell
 * @param recommended whether the provider recommends it
 * @param ports the TCP ports it opens, beside SSH; never null
 * @param recommendedDiskGb the disk that it is made for, in GB; absent when the provider doesn't tell
 * @param requirements what it asks of an offer, for people; never null
 * @param uncheckedRequirements what else it asks, by the provider's names, which can't be compared with offers; never null
 * @param usable whether sessions may begin with it
 * @param unusableReason why not, for people; absent when they may
 */
public record TemplateJson(
        String hashId,
        String provider,
        @Nullable String name,
        @Nullable String image,
        boolean recommended,
        List<Integer> ports,
        @Nullable Integer recommendedDiskGb,
        List<String> requirements,
        List<String> uncheckedRequirements,
        boolean usable,
        @Nullable String unusableReason) {
    public TemplateJson {
        requireNonNull(hashId, "hashId");
        requireNonNull(provider, "provider");
        ports = Copies.list(ports);
        requirements = Copies.list(requirements);
        uncheckedRequirements = Copies.list(uncheckedRequirements);
    }
}
