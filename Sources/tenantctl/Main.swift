import TenantCommands

/// The program: everything that thinks is in TenantCommands and below, everything that connects in the drivers.
@main
struct Main {
  static func main() async {
    await FrontDoor.main(TenantctlCommand.self, connector: DriverConnector())
  }
}
