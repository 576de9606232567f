import { Controller, Get, Redirect } from '@nestjs/common';

/** People who open the service in a browser want its documentation. */
@Controller()
export class RootController {
  @Get()
  @Redirect('/docs', 307)
  root(): void {
    // The redirect is the answer.
  }
}
