package io.gpushopper.simulator.machine;

/**
 * How a machine has been used over SSH.
 *
 * @param logins logins that succeeded since the machine was created
 * @param openSessions logged-in connections that are open now
 */
public record MachineActivity(int logins, int openSessions) {}
