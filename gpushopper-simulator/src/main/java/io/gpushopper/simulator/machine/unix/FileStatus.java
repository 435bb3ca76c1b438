package io.gpushopper.simulator.machine.unix;

import java.time.Instant;

/**
 * What {@code stat} knows of a file.
 *
 * @param owner user name
 * @param group group name
 * @param mode permission bits, 0 to 0777
 * @param isDirectory whether it is a directory
 * @param size in bytes
 * @param modifiedAt last change of the content
 */
public record FileStatus(String owner, String group, int mode, boolean isDirectory, long size, Instant modifiedAt) {

    /** Owner's, group's and others' bits for the given user. */
    int bitsFor(String user) {
        if (owner.equals(user)) {
            return mode >> 6 & 7;
        }
        return (group.equals(user) ? mode >> 3 : mode) & 7;
    }
}
